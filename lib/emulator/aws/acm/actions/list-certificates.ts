import { AwsError } from '../../aws-error.ts';
import { pageOf } from '../../page.ts';
import type { Acm } from '../acm.ts';
import type { AcmCertificate } from '../tables.ts';

interface ListCertificatesInput {
  readonly CertificateStatuses?: readonly string[];
  readonly Includes?: { readonly keyTypes?: readonly string[] };
  readonly MaxItems?: number;
  readonly NextToken?: string;
}

/** Without a key filter only these are listed (API reference, Filters). */
const defaultKeyTypes = ['RSA_1024', 'RSA_2048'];

const invalidToken = new AwsError('ValidationException', 'The NextToken is not valid');

/** ListCertificates. */
export const listCertificates = (acm: Acm) =>
  function list({ CertificateStatuses, Includes, MaxItems = 1000, NextToken }: ListCertificatesInput) {
    const keyTypes = Includes?.keyTypes ?? defaultKeyTypes;
    const found = [...acm.tables.now.certificates.values()].filter(
      ({ status, keyAlgorithm }) => keyTypes.includes(keyAlgorithm) && (CertificateStatuses?.includes(status) ?? true),
    );
    const { items, next } = pageOf(found, MaxItems, NextToken, invalidToken);
    return {
      CertificateSummaryList: items.map((item) => toSummary(acm, item)),
      ...(next !== undefined && { NextToken: next }),
    };
  };

const toSummary = ({ usersOf }: Acm, certificate: AcmCertificate) => ({
  CertificateArn: certificate.arn,
  DomainName: certificate.domainName,
  SubjectAlternativeNameSummaries: certificate.subjectAlternativeNames.slice(0, 100),
  HasAdditionalSubjectAlternativeNames: certificate.subjectAlternativeNames.length > 100,
  Status: certificate.status,
  Type: certificate.type,
  KeyAlgorithm: certificate.keyAlgorithm,
  InUse: usersOf(certificate.arn).length > 0,
  RenewalEligibility: certificate.type === 'IMPORTED' ? 'INELIGIBLE' : 'ELIGIBLE',
  CreatedAt: certificate.createdAt,
  ...(certificate.issued && {
    NotBefore: certificate.issued.notBefore,
    NotAfter: certificate.issued.notAfter,
    ...(certificate.type === 'IMPORTED' ? { ImportedAt: certificate.issued.at } : { IssuedAt: certificate.issued.at }),
  }),
});

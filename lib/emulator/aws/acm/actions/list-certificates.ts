import { AwsError } from '../../aws-error.ts';
import { pageOf } from '../../page.ts';
import type { Acm } from '../acm.ts';
import { statusOf } from '../certificate-status.ts';
import type { AcmCertificate } from '../tables.ts';

interface Includes {
  readonly keyTypes?: readonly string[];
  readonly keyUsage?: readonly string[];
  readonly extendedKeyUsage?: readonly string[];
  readonly exportOption?: string;
  readonly managedBy?: string;
}

interface ListCertificatesInput {
  readonly CertificateStatuses?: readonly string[];
  readonly CertificateKeyPairOrigins?: readonly string[];
  readonly Includes?: Includes;
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly MaxItems?: number;
  readonly NextToken?: string;
}

/** Without a key filter only these are listed (API reference, Filters). */
const defaultKeyTypes = ['RSA_1024', 'RSA_2048'];

const invalidToken = new AwsError('ValidationException', 'The NextToken is not valid');

/** ListCertificates. */
export const listCertificates = (acm: Acm) =>
  function list(input: ListCertificatesInput) {
    if ((input.SortBy === undefined) !== (input.SortOrder === undefined)) {
      throw new AwsError('InvalidArgsException', 'SortBy and SortOrder must be specified together');
    }
    const now = acm.world.clock.now();
    const found = [...acm.tables.now.certificates.values()].filter(
      (certificate) =>
        isIncluded(certificate, input.Includes ?? {}) &&
        (input.CertificateStatuses?.includes(statusOf(certificate, now)) ?? true) &&
        (input.CertificateKeyPairOrigins?.includes(originOf(certificate)) ?? true),
    );
    const ordered = input.SortOrder === 'DESCENDING' ? sorted(found).reverse() : input.SortBy ? sorted(found) : found;
    const { items, next } = pageOf(ordered, input.MaxItems ?? 1000, input.NextToken, invalidToken);
    return {
      CertificateSummaryList: items.map((item) => toSummary(acm, item)),
      ...(next !== undefined && { NextToken: next }),
    };
  };

const originOf = ({ type }: AcmCertificate) => (type === 'IMPORTED' ? 'CUSTOMER_PROVIDED' : 'AWS_MANAGED');

const sorted = (certificates: readonly AcmCertificate[]) => [...certificates].sort((a, b) => a.createdAt - b.createdAt);

function isIncluded(certificate: AcmCertificate, includes: Includes): boolean {
  const { keyTypes = defaultKeyTypes, exportOption, managedBy } = includes;
  return (
    keyTypes.includes(certificate.keyAlgorithm) &&
    (exportOption === undefined || certificate.options.export === exportOption) &&
    managedBy === undefined &&
    isUsable(certificate, includes)
  );
}

/** Whether a certificate has every usage that is asked for. */
function isUsable({ issued }: AcmCertificate, { keyUsage = [], extendedKeyUsage = [] }: Includes): boolean {
  const purposes = issued?.extendedKeyUsages.map(({ name }) => name) ?? [];
  const has = (held: readonly string[], wanted: readonly string[]) =>
    wanted.every((usage) => usage === 'ANY' || held.includes(usage));
  return has(issued?.keyUsages ?? [], keyUsage) && has(purposes, extendedKeyUsage);
}

const toSummary = ({ usersOf, world }: Acm, certificate: AcmCertificate) => {
  const { issued, subjectAlternativeNames: names, type, arn } = certificate;
  const isInUse = usersOf(arn).length > 0;
  return {
    CertificateArn: arn,
    DomainName: certificate.domainName,
    SubjectAlternativeNameSummaries: names.slice(0, 100),
    HasAdditionalSubjectAlternativeNames: names.length > 100,
    Status: statusOf(certificate, world.clock.now()),
    Type: type,
    KeyAlgorithm: certificate.keyAlgorithm,
    KeyUsages: issued?.keyUsages ?? [],
    ExtendedKeyUsages: issued?.extendedKeyUsages.map(({ name }) => name) ?? [],
    ...(type !== 'IMPORTED' && { ExportOption: certificate.options.export }),
    InUse: isInUse,
    RenewalEligibility: type === 'IMPORTED' || !isInUse ? 'INELIGIBLE' : 'ELIGIBLE',
    CreatedAt: certificate.createdAt,
    ...(issued && {
      NotBefore: issued.notBefore,
      NotAfter: issued.notAfter,
      ...(type === 'IMPORTED' ? { ImportedAt: issued.at } : { IssuedAt: issued.at }),
    }),
    CertificateKeyPairOrigin: originOf(certificate),
  };
};

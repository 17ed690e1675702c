import { requireCertificate, type Acm } from '../acm.ts';
import type { AcmCertificate } from '../tables.ts';

/** DescribeCertificate. */
export const describeCertificate = (acm: Acm) =>
  function describe({ CertificateArn }: { readonly CertificateArn: string }) {
    return { Certificate: toDetail(acm, requireCertificate(acm, CertificateArn)) };
  };

function toDetail({ usersOf }: Acm, certificate: AcmCertificate) {
  const { arn, type, issued, status, domainName, subjectAlternativeNames } = certificate;
  const isImported = type === 'IMPORTED';
  return {
    CertificateArn: arn,
    DomainName: domainName,
    SubjectAlternativeNames: subjectAlternativeNames,
    Status: status,
    Type: type,
    KeyAlgorithm: certificate.keyAlgorithm,
    SignatureAlgorithm: certificate.keyAlgorithm.startsWith('EC') ? 'SHA256WITHECDSA' : 'SHA256WITHRSA',
    CreatedAt: certificate.createdAt,
    ...(issued && {
      ...(isImported ? { ImportedAt: issued.at } : { IssuedAt: issued.at }),
      NotBefore: issued.notBefore,
      NotAfter: issued.notAfter,
      Serial: issued.serial,
      Subject: issued.subject,
      Issuer: isImported ? issued.issuer : 'Amazon',
    }),
    ...(!isImported && { DomainValidationOptions: subjectAlternativeNames.map((name) => toValidation(name, status)) }),
    InUseBy: usersOf(arn),
    RenewalEligibility: isImported ? 'INELIGIBLE' : 'ELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: isImported ? 'DISABLED' : 'ENABLED' },
  };
}

const toValidation = (DomainName: string, status: string) => ({
  DomainName,
  ValidationDomain: DomainName,
  ValidationMethod: 'DNS',
  ValidationStatus: status === 'ISSUED' ? 'SUCCESS' : 'PENDING_VALIDATION',
});

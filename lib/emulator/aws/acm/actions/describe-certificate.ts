import { requireCertificate, type Acm } from '../acm.ts';
import { statusOf } from '../certificate-status.ts';
import { domainValidations } from '../domain-validation.ts';
import type { AcmCertificate } from '../tables.ts';

/** DescribeCertificate. */
export const describeCertificate = (acm: Acm) =>
  function describe({ CertificateArn }: { readonly CertificateArn: string }) {
    return { Certificate: toDetail(acm, requireCertificate(acm, CertificateArn)) };
  };

function toDetail({ usersOf, world }: Acm, certificate: AcmCertificate) {
  const { arn, type, domainName, subjectAlternativeNames, options } = certificate;
  const isImported = type === 'IMPORTED';
  const users = usersOf(arn);
  return {
    CertificateArn: arn,
    DomainName: domainName,
    SubjectAlternativeNames: subjectAlternativeNames,
    Status: statusOf(certificate, world.clock.now()),
    Type: type,
    KeyAlgorithm: certificate.keyAlgorithm,
    CreatedAt: certificate.createdAt,
    ...issuedView(certificate),
    DomainValidationOptions: domainValidations(certificate, world.accountId),
    InUseBy: users,
    // Amazon renews what is in use, or has been exported (ACM user guide, "Managed certificate renewal").
    RenewalEligibility: isImported || users.length === 0 ? 'INELIGIBLE' : 'ELIGIBLE',
    Options: {
      CertificateTransparencyLoggingPreference: options.transparencyLogging,
      ...(!isImported && { Export: options.export }),
    },
    CertificateKeyPairOrigin: isImported ? 'CUSTOMER_PROVIDED' : 'AWS_MANAGED',
  };
}

function issuedView({ issued, type, domainName }: AcmCertificate) {
  if (!issued) return { Issuer: 'Amazon', Subject: `CN=${domainName}` };
  const isImported = type === 'IMPORTED';
  return {
    ...(isImported ? { ImportedAt: issued.at } : { IssuedAt: issued.at }),
    NotBefore: issued.notBefore,
    NotAfter: issued.notAfter,
    Serial: issued.serial,
    Subject: issued.subject,
    Issuer: isImported ? issued.issuer : 'Amazon',
    SignatureAlgorithm: issued.signatureAlgorithm,
    KeyUsages: issued.keyUsages.map((Name) => ({ Name })),
    ExtendedKeyUsages: issued.extendedKeyUsages.map(({ name, oid }) => ({ Name: name, OID: oid })),
  };
}

// Rows for certificates whose key material is at hand.
import type { ImportMaterial, ParsedCertificate } from './parse-certificate.ts';
import type { AcmCertificate } from './tables.ts';

export interface IssueRequest {
  readonly arn: string;
  readonly type: AcmCertificate['type'];
  readonly material: ImportMaterial;
  readonly parsed: ParsedCertificate;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly tags: AcmCertificate['tags'];
}

/** An ISSUED certificate. */
export function issuedCertificate({ arn, type, material, parsed, now, tags }: IssueRequest): AcmCertificate {
  const { x509, keyAlgorithm, domainNames } = parsed;
  return {
    arn,
    type,
    status: 'ISSUED',
    domainName: domainNames[0] ?? '',
    subjectAlternativeNames: domainNames,
    keyAlgorithm,
    createdAt: now,
    issued: {
      ...material,
      at: now,
      notBefore: x509.validFromDate.getTime(),
      notAfter: x509.validToDate.getTime(),
      serial: (x509.serialNumber.match(/../g) ?? []).join(':').toLowerCase(),
      subject: x509.subject.replaceAll('\n', ','),
      issuer: x509.issuer.replaceAll('\n', ','),
    },
    tags,
  };
}

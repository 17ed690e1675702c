// Rows for certificates whose key material is at hand.
import type { ImportMaterial, ParsedCertificate } from './parse-certificate.ts';
import type { AcmCertificate, IssuedCertificate } from './tables.ts';

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
  const isImported = type === 'IMPORTED';
  return {
    arn,
    type,
    status: 'ISSUED',
    domainName: parsed.commonName ?? parsed.domainNames[0] ?? '',
    subjectAlternativeNames: parsed.domainNames,
    keyAlgorithm: parsed.keyAlgorithm,
    createdAt: now,
    options: { transparencyLogging: isImported ? 'DISABLED' : 'ENABLED', export: 'DISABLED' },
    ...(!isImported && { validation: { method: 'DNS', domains: {} } }),
    issued: issuedPart(material, parsed, now),
    tags,
  };
}

/** What a certificate says, beside its key material. */
export function issuedPart(material: ImportMaterial, parsed: ParsedCertificate, now: number): IssuedCertificate {
  const { x509, signatureAlgorithm, keyUsages, extendedKeyUsages } = parsed;
  return {
    ...material,
    at: now,
    notBefore: x509.validFromDate.getTime(),
    notAfter: x509.validToDate.getTime(),
    serial: (x509.serialNumber.match(/../g) ?? []).join(':').toLowerCase(),
    subject: x509.subject?.replaceAll('\n', ',') ?? '',
    issuer: x509.issuer.replaceAll('\n', ','),
    signatureAlgorithm,
    keyUsages,
    extendedKeyUsages,
  };
}

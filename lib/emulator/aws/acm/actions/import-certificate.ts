import { AwsError } from '../../aws-error.ts';
import { newCertificateArn, requireCertificate, type Acm } from '../acm.ts';
import { issuedCertificate } from '../issue.ts';
import { parseImport, type ImportMaterial, type ParsedCertificate } from '../parse-certificate.ts';
import type { AcmCertificate } from '../tables.ts';
import { readTags, refuseTooMany, type Tag } from '../tags.ts';
import { refuseTooManyCertificates } from '../quota.ts';

interface ImportCertificateInput {
  readonly CertificateArn?: string;
  readonly Certificate: Uint8Array;
  readonly PrivateKey: Uint8Array;
  readonly CertificateChain?: Uint8Array;
  readonly Tags?: readonly Tag[];
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** ImportCertificate: a new certificate, or other material for an imported one of the same key type. */
export const importCertificate = (acm: Acm) =>
  function importOne(input: ImportCertificateInput) {
    const { world, tables } = acm;
    const { CertificateArn: before, Tags } = input;
    if (before !== undefined && Tags !== undefined) {
      throw new AwsError('InvalidParameterException', 'Tags cannot be specified when reimporting a certificate');
    }
    const previous = before === undefined ? undefined : requireCertificate(acm, before);
    const material: ImportMaterial = {
      certificatePem: text(input.Certificate),
      privateKeyPem: text(input.PrivateKey),
      ...(input.CertificateChain && { chainPem: text(input.CertificateChain) }),
    };
    const parsed = parseImport(material, world.clock.now());
    if (previous) refuseReimport(previous, parsed);
    else refuseTooManyCertificates(acm);
    const tags = previous?.tags ?? refuseTooMany(readTags(Tags), world.limits.tagsPerResource);
    const arn = previous?.arn ?? newCertificateArn(world);
    const issued = issuedCertificate({ arn, type: 'IMPORTED', material, parsed, now: world.clock.now(), tags });
    tables.now.certificates.set(arn, previous ? { ...issued, createdAt: previous.createdAt } : issued);
    world.changed();
    return { CertificateArn: arn };
  };

const refused = (message: string) => new AwsError('ValidationException', message);

/** ACM user guide, "Reimport a certificate": what must stay as it was. */
function refuseReimport(previous: AcmCertificate, parsed: ParsedCertificate): void {
  if (previous.type !== 'IMPORTED') throw refused(`The certificate ${previous.arn} is not an imported certificate`);
  if (previous.keyAlgorithm !== parsed.keyAlgorithm) {
    throw refused('The key algorithm of a reimported certificate cannot change');
  }
  if (previous.subjectAlternativeNames.length > 0 && parsed.domainNames.length === 0) {
    throw refused('A reimported certificate cannot lose all domain names');
  }
  const { keyUsages = [], extendedKeyUsages = [] } = previous.issued ?? {};
  if (keyUsages.some((usage) => !parsed.keyUsages.includes(usage))) {
    throw refused('A reimported certificate cannot lose key usage values');
  }
  if (extendedKeyUsages.some(({ oid }) => !parsed.extendedKeyUsages.some((other) => other.oid === oid))) {
    throw refused('A reimported certificate cannot lose extended key usage values');
  }
}

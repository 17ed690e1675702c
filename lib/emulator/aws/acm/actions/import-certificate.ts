import { AwsError } from '../../aws-error.ts';
import { newCertificateArn, requireCertificate, type Acm } from '../acm.ts';
import { issuedCertificate } from '../issue.ts';
import { parseImport, type ImportMaterial, type ParsedCertificate } from '../parse-certificate.ts';
import { readTags, type Tag } from '../tags.ts';

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
    else refuseTooMany(acm);
    const arn = previous?.arn ?? newCertificateArn(world);
    const tags = previous?.tags ?? readTags(Tags);
    const issued = issuedCertificate({ arn, type: 'IMPORTED', material, parsed, now: world.clock.now(), tags });
    tables.now.certificates.set(arn, previous ? { ...issued, createdAt: previous.createdAt } : issued);
    world.changed();
    return { CertificateArn: arn };
  };

function refuseReimport(previous: ReturnType<typeof requireCertificate>, { keyAlgorithm }: ParsedCertificate): void {
  if (previous.type !== 'IMPORTED') {
    throw new AwsError('ValidationException', `The certificate ${previous.arn} is not an imported certificate`);
  }
  if (previous.keyAlgorithm !== keyAlgorithm) {
    throw new AwsError('ValidationException', 'The key algorithm of a reimported certificate cannot change');
  }
}

function refuseTooMany({ tables, world }: Acm): void {
  const limit = world.limits.certificatesPerAccount;
  if (tables.now.certificates.size >= limit) {
    throw new AwsError('LimitExceededException', `Error: you have reached your limit of ${limit} certificates`);
  }
}

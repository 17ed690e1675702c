// The end of validation: what Amazon does once it has seen that the account controls the domains of a request.
import { AwsError } from '../aws-error.ts';
import { requireCertificate, type Acm } from './acm.ts';
import { statusOf } from './certificate-status.ts';
import { issuedPart } from './issue.ts';
import { makeCertificate } from './make-certificate.ts';
import { parseImport } from './parse-certificate.ts';

/** Public certificates live 198 days (ACM user guide, "Public certificate characteristics"). */
const validityMs = 198 * 24 * 60 * 60 * 1000;

/** Issues a requested certificate, with a key of its own; throws InvalidStateException unless it is pending. */
export async function validateRequest(acm: Acm, arn: string): Promise<void> {
  const { world, tables } = acm;
  const { subjectAlternativeNames, keyAlgorithm } = requirePending(acm, arn);
  const now = world.clock.now();
  const material = await makeCertificate({
    domains: subjectAlternativeNames,
    keyAlgorithm,
    serialNumber: world.random.hex(32),
    notBefore: new Date(now),
    notAfter: new Date(now + validityMs),
  });
  const pending = requirePending(acm, arn);
  const parsed = parseImport(material, now);
  tables.now.certificates.set(arn, { ...pending, status: 'ISSUED', issued: issuedPart(material, parsed, now) });
  world.changed();
}

function requirePending(acm: Acm, arn: string) {
  const certificate = requireCertificate(acm, arn);
  if (statusOf(certificate, acm.world.clock.now()) === 'PENDING_VALIDATION') return certificate;
  throw new AwsError('InvalidStateException', `Certificate ${arn} is not in the PENDING_VALIDATION state.`);
}

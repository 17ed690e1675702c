// How many certificates an account may have.
import { AwsError } from '../aws-error.ts';
import type { Acm } from './acm.ts';

/** Refuses one certificate more than the account's quota. */
export function refuseTooManyCertificates({ tables, world }: Acm): void {
  const limit = world.limits.certificatesPerAccount;
  if (tables.now.certificates.size < limit) return;
  throw new AwsError('LimitExceededException', `Error: you have reached your limit of ${limit} certificates`);
}

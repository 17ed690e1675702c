// What the actions of ACM work on.
import { AwsError } from '../aws-error.ts';
import type { World } from '../world.ts';
import { createAcmTables, type AcmCertificate, type AcmTables } from './tables.ts';

export interface Acm {
  readonly world: World;
  readonly tables: AcmTables;
  /** ARNs of the resources that use a certificate. */
  readonly usersOf: (certificateArn: string) => readonly string[];
}

/** An ACM without certificates. */
export const createAcm = (world: World, usersOf: Acm['usersOf']): Acm => ({
  world,
  usersOf,
  tables: createAcmTables(),
});

/** ARN of a new certificate. */
export const newCertificateArn = ({ random, region, accountId }: World): string =>
  `arn:aws:acm:${region}:${accountId}:certificate/${random.uuid()}`;

/** The certificate, or ResourceNotFoundException; InvalidArnException for an ARN that is not one of a certificate. */
export function requireCertificate({ tables, world }: Acm, arn: string): AcmCertificate {
  if (!/:certificate\/[0-9a-f-]{36}$/.test(arn)) throw new AwsError('InvalidArnException', `Invalid ARN: ${arn}`);
  const found = tables.now.certificates.get(arn);
  if (!found) {
    throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn} in account ${world.accountId}.`);
  }
  return found;
}

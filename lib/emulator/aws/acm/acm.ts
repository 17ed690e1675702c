// What the actions of ACM work on.
import { AwsError } from '../aws-error.ts';
import type { World } from '../world.ts';
import { createAcmTables, type AcmCertificate, type AcmTables } from './tables.ts';

export interface Acm {
  readonly world: World;
  readonly tables: AcmTables;
  /** ARNs of the resources that use a certificate. */
  readonly usersOf: (certificateArn: string) => readonly string[];
  readonly settings: AcmSettings;
}

/** What may be switched while the emulator runs; `reset` keeps it. */
export interface AcmSettings {
  /** Whether load balancing refuses certificates without a fully qualified domain name, as AWS does. */
  strictFqdn: boolean;
}

/** An ACM without certificates. */
export const createAcm = (
  world: World,
  usersOf: Acm['usersOf'],
  settings: AcmSettings = { strictFqdn: true },
): Acm => ({
  world,
  usersOf,
  settings,
  tables: createAcmTables(),
});

/** Switches the check for domain names on or off. */
export function setStrictFqdn({ settings }: Acm, isStrict: boolean): void {
  settings.strictFqdn = isStrict;
}

/** ARN of a new certificate. */
export const newCertificateArn = ({ random, region, accountId }: World): string =>
  `arn:aws:acm:${region}:${accountId}:certificate/${random.uuid()}`;

/** The certificate, or ResourceNotFoundException; InvalidArnException for an ARN that is not one of a certificate. */
export function requireCertificate({ tables, world }: Acm, arn: string): AcmCertificate {
  if (!/:certificate\/[\w-]{36}$/.test(arn)) throw new AwsError('InvalidArnException', `Invalid ARN: ${arn}`);
  const found = tables.now.certificates.get(arn);
  if (!found) {
    throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn} in account ${world.accountId}.`);
  }
  return found;
}

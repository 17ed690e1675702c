// Access entries: what is refused about them, and how they are found.
// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
import { AwsError } from '../aws-error.ts';
import type { Eks } from './eks.ts';
import type { AccessEntry } from './tables.ts';

/** Key of an entry in the table of entries. */
export const entryKey = (clusterName: string, principalArn: string): string => `${clusterName} ${principalArn}`;

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404);

/** Throws if there is no such cluster. */
export function requireCluster({ clusters }: Eks, name: string) {
  const cluster = clusters.get(name);
  if (!cluster) throw notFound(`No cluster found for name: ${name}.`);
  return cluster;
}

/** The entry of a principal. */
export function requireEntry(eks: Eks, clusterName: string, principalArn: string): AccessEntry {
  requireCluster(eks, clusterName);
  const entry = eks.tables.now.accessEntries.get(entryKey(clusterName, principalArn));
  if (!entry) {
    throw notFound(
      `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.`,
    );
  }
  return entry;
}

/** `arn:…:assumed-role/<role>/{{SessionName}}` for a role, the ARN itself for a user. */
export function defaultUsername(principalArn: string): string {
  const [, partition = 'aws', , , account = '', resource = ''] = principalArn.split(':');
  const [type, ...path] = resource.split('/');
  const role = path.at(-1) ?? '';
  return type === 'role' ? `arn:${partition}:sts::${account}:assumed-role/${role}/{{SessionName}}` : principalArn;
}

const reserved = /^(system|eks|aws|amazon|iam):/;

/** Names that Kubernetes or AWS reserve. */
export function refuseReservedNames(username: string | undefined, groups: readonly string[]): void {
  if (username !== undefined && reserved.test(username)) throw reservedName('username', username);
  const group = groups.find((name) => reserved.test(name));
  if (group !== undefined) throw reservedName('kubernetes group name', group);
}

const reservedName = (what: string, name: string) =>
  new AwsError(
    'InvalidParameterException',
    `The ${what} ${name} is invalid, it cannot start with 'system:', 'eks:', 'aws:', 'amazon:' or 'iam:'`,
  );

/** Sessions and paths are no principals of entries: an entry names a role or a user of IAM. */
export function requirePrincipal(arn: string): void {
  if (/^arn:[\w-]+:iam::\d{12}:(role|user)\/.+$/.test(arn) || /^arn:[\w-]+:iam::\d{12}:root$/.test(arn)) return;
  throw new AwsError('InvalidParameterException', 'The principalArn parameter format is not valid');
}

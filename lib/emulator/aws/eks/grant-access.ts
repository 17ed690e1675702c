// Access entries of a deployment: made without the API, and made again by a reset.
import { defaultUsername, entryKey } from './access-entry.ts';
import type { AccessEntry } from './tables.ts';
import type { Eks } from './eks.ts';

/** What AWS::EKS::AccessEntry says. */
export interface AccessGrant {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly groups?: readonly string[];
  readonly username?: string;
  /** ARNs of access policies, in scope of the whole cluster unless namespaces are given. */
  readonly policies?: readonly { readonly policyArn: string; readonly namespaces?: readonly string[] }[];
}

/** Adds the entry now and to what a reset brings back. */
export function grantAccess(
  eks: Eks,
  { clusterName, principalArn, groups = [], username, policies = [] }: AccessGrant,
): void {
  const now = eks.world.clock.now();
  const entry: AccessEntry = {
    clusterName,
    principalArn,
    groups,
    username: username ?? defaultUsername(principalArn),
    type: 'STANDARD',
    tags: {},
    id: eks.world.random.uuid(),
    createdAt: now,
    modifiedAt: now,
    policies: policies.map(({ policyArn, namespaces = [] }) => ({
      policyArn,
      accessScope: { type: namespaces.length > 0 ? 'namespace' : 'cluster', namespaces },
      associatedAt: now,
      modifiedAt: now,
    })),
  };
  eks.deployedEntries.set(entryKey(clusterName, principalArn), entry);
  eks.tables.now.accessEntries.set(entryKey(clusterName, principalArn), entry);
}

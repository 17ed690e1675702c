// Trust stores as replies show them, and who uses one.
import type { Elbv2 } from '../elbv2.ts';
import type { Revocation, TrustStore } from '../tables.ts';

/** ARNs of the listeners that verify against a store, as associations name them. */
export const listenersUsing = ({ tables }: Elbv2, trustStoreArn: string): readonly string[] => [
  ...(tables.now.trustStoreUsers.get(trustStoreArn)?.keys() ?? []),
];

/** One store. */
export const toTrustStoreView = ({ arn, name, status, certificateCount, revocations }: TrustStore) => ({
  Name: name,
  TrustStoreArn: arn,
  Status: status,
  NumberOfCaCertificates: certificateCount,
  TotalRevokedEntries: countEntries(revocations),
});

/** How many certificates lists revoke together. */
export const countEntries = (revocations: readonly Revocation[]): number =>
  revocations.reduce((sum, { entryCount }) => sum + entryCount, 0);

/** One revocation list of a store. */
export const toRevocationView = (trustStoreArn: string, { id, entryCount }: Revocation) => ({
  TrustStoreArn: trustStoreArn,
  RevocationId: id,
  RevocationType: 'CRL',
  NumberOfRevokedEntries: entryCount,
});

import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { requireRevocations } from '../trust-stores/revocations.ts';

interface RemoveTrustStoreRevocationsInput {
  readonly TrustStoreArn: string;
  readonly RevocationIds: readonly number[];
}

/** RemoveTrustStoreRevocations: all lists or none. */
export const removeTrustStoreRevocations = (elbv2: Elbv2) =>
  function remove({ TrustStoreArn, RevocationIds }: RemoveTrustStoreRevocationsInput) {
    const store = requireTrustStore(elbv2, TrustStoreArn);
    if (RevocationIds.length === 0) throw new AwsError('ValidationError', 'Revocation IDs must be specified');
    const gone = new Set(requireRevocations(store, RevocationIds));
    const revocations = store.revocations.filter((revocation) => !gone.has(revocation));
    elbv2.tables.now.trustStores.set(store.arn, { ...store, revocations });
    elbv2.world.changed();
    return {};
  };

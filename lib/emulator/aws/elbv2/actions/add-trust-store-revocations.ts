import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Revocation, TrustStore } from '../tables.ts';
import { readRevocationList, type RevocationContent } from '../trust-stores/revocation-list.ts';
import { countEntries, toRevocationView } from '../trust-stores/views.ts';

interface AddTrustStoreRevocationsInput {
  readonly TrustStoreArn: string;
  readonly RevocationContents?: readonly RevocationContent[];
}

/** AddTrustStoreRevocations: all lists or none. Ids count up and are never used again. */
export const addTrustStoreRevocations = (elbv2: Elbv2) =>
  function add({ TrustStoreArn, RevocationContents = [] }: AddTrustStoreRevocationsInput) {
    const store = requireTrustStore(elbv2, TrustStoreArn);
    if (RevocationContents.length === 0) {
      throw new AwsError('ValidationError', 'Revocation contents must be specified');
    }
    const added = RevocationContents.map((content, index): Revocation => ({
      id: store.lastRevocationId + 1 + index,
      ...readRevocationList(elbv2, content),
    }));
    const revocations = [...store.revocations, ...added];
    refuseTooMany(elbv2, revocations);
    const changed: TrustStore = { ...store, revocations, lastRevocationId: store.lastRevocationId + added.length };
    elbv2.tables.now.trustStores.set(store.arn, changed);
    elbv2.world.changed();
    return { TrustStoreRevocations: added.map((revocation) => toRevocationView(store.arn, revocation)) };
  };

function refuseTooMany({ world }: Elbv2, revocations: readonly Revocation[]): void {
  const { revocationListsPerTrustStore, revocationsPerTrustStore } = world.limits;
  if (revocations.length > revocationListsPerTrustStore) {
    throw new AwsError(
      'TooManyTrustStoreRevocationEntries',
      `The maximum number of revocation lists per trust store is '${revocationListsPerTrustStore}'`,
    );
  }
  if (countEntries(revocations) > revocationsPerTrustStore) {
    throw new AwsError(
      'TooManyTrustStoreRevocationEntries',
      `The maximum number of revocation entries per trust store is '${revocationsPerTrustStore}'`,
    );
  }
}

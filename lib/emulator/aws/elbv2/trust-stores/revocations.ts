// Finding the revocation lists of a trust store.
import { AwsError } from '../../aws-error.ts';
import type { Revocation, TrustStore } from '../tables.ts';

/** The lists of these ids, in their order, or RevocationIdNotFound. */
export function requireRevocations({ arn, revocations }: TrustStore, ids: readonly number[]): readonly Revocation[] {
  return [...new Set(ids)].map((wanted) => {
    const found = revocations.find(({ id }) => id === wanted);
    if (!found) {
      throw new AwsError('RevocationIdNotFound', `Revocation ID '${wanted}' not found in trust store '${arn}'`);
    }
    return found;
  });
}

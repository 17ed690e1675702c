import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { pageRows, type PageInput } from '../pages.ts';
import { requireRevocations } from '../trust-stores/revocations.ts';
import { toRevocationView } from '../trust-stores/views.ts';

interface DescribeTrustStoreRevocationsInput extends PageInput {
  readonly TrustStoreArn: string;
  readonly RevocationIds?: readonly number[];
}

/** DescribeTrustStoreRevocations: all lists of a store, or those of some ids. */
export const describeTrustStoreRevocations = (elbv2: Elbv2) =>
  function describe(input: DescribeTrustStoreRevocationsInput) {
    const store = requireTrustStore(elbv2, input.TrustStoreArn);
    const found = input.RevocationIds ? requireRevocations(store, input.RevocationIds) : store.revocations;
    const { rows, next } = pageRows(found, input);
    return { TrustStoreRevocations: rows.map((revocation) => toRevocationView(store.arn, revocation)), ...next };
  };

import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readBundle, type BundleInput } from '../trust-stores/ca-bundle.ts';
import { toTrustStoreView } from '../trust-stores/views.ts';

/** ModifyTrustStore: another CA bundle. */
export const modifyTrustStore = (elbv2: Elbv2) =>
  function modify(input: BundleInput & { readonly TrustStoreArn: string }) {
    const store = { ...requireTrustStore(elbv2, input.TrustStoreArn), ...readBundle(elbv2, input) };
    elbv2.tables.now.trustStores.set(store.arn, store);
    elbv2.world.changed();
    return { TrustStores: [toTrustStoreView(store)] };
  };

import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { listenersUsing } from '../trust-stores.ts';

/** DeleteTrustStore: refused while a listener verifies against it. */
export const deleteTrustStore = (elbv2: Elbv2) =>
  function remove({ TrustStoreArn }: { readonly TrustStoreArn: string }) {
    const { arn } = requireTrustStore(elbv2, TrustStoreArn);
    if (listenersUsing(elbv2, arn).length > 0) {
      throw new AwsError('TrustStoreInUse', `Trust store '${arn}' is currently in use by a listener`);
    }
    elbv2.tables.now.trustStores.delete(arn);
    return {};
  };

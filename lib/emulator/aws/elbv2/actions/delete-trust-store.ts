import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropNamed } from '../named-rows.ts';
import { listenersUsing } from '../trust-stores/views.ts';

/** DeleteTrustStore: refused while a listener verifies against it. */
export const deleteTrustStore = (elbv2: Elbv2) =>
  function remove({ TrustStoreArn }: { readonly TrustStoreArn: string }) {
    const { arn } = requireTrustStore(elbv2, TrustStoreArn);
    if (listenersUsing(elbv2, arn).length > 0) {
      throw new AwsError('TrustStoreInUse', `Trust store '${arn}' is currently in use by a listener`);
    }
    dropNamed(elbv2, 'trustStores', arn);
    return {};
  };

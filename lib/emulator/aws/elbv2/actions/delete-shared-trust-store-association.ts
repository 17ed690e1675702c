import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { listenersUsing } from '../trust-stores/views.ts';

interface DeleteSharedTrustStoreAssociationInput {
  readonly TrustStoreArn: string;
  readonly ResourceArn: string;
}

/**
 * DeleteSharedTrustStoreAssociation ends an association made by another account. All associations here are the
 * account's own, which this call refuses.
 */
export const deleteSharedTrustStoreAssociation = (elbv2: Elbv2) =>
  function remove({ TrustStoreArn, ResourceArn }: DeleteSharedTrustStoreAssociationInput): never {
    const { arn } = requireTrustStore(elbv2, TrustStoreArn);
    if (listenersUsing(elbv2, arn).includes(ResourceArn)) {
      throw new AwsError(
        'DeleteAssociationSameAccount',
        'The specified association cannot be deleted because it was made by the account that owns the trust store',
      );
    }
    throw new AwsError(
      'AssociationNotFound',
      `The association of trust store '${arn}' with '${ResourceArn}' does not exist`,
    );
  };

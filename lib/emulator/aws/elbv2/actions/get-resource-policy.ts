import { AwsError } from '../../aws-error.ts';
import { kindOfArn, tableOf } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';

/**
 * GetResourcePolicy. Policies come from Resource Access Manager, which shares trust stores with other accounts; nothing
 * is shared here, so no resource has one and the answer is without a policy.
 */
export const getResourcePolicy = ({ tables }: Elbv2) =>
  function get({ ResourceArn }: { readonly ResourceArn: string }) {
    const kind = kindOfArn(ResourceArn);
    if (!kind || !tables.now[tableOf(kind)].has(ResourceArn)) {
      throw new AwsError('ResourceNotFound', `The specified resource '${ResourceArn}' does not exist`);
    }
    return {};
  };

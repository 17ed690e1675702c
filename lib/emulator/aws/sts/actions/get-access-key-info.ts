// GetAccessKeyInfo: the account of a key.
import { AwsError } from '../../aws-error.ts';
import type { Sts } from '../sts.ts';

/** The action. */
export const getAccessKeyInfo = ({ callers, world }: Sts) =>
  function get({ AccessKeyId }: { readonly AccessKeyId: string }) {
    if (!/^(AKIA|ASIA)/.test(AccessKeyId))
      throw new AwsError('ValidationError', `Access key ${AccessKeyId} is not valid.`);
    const account = callers.has(AccessKeyId) ? callers.find(AccessKeyId).arn.split(':')[4] : world.accountId;
    return { Account: account ?? world.accountId };
  };

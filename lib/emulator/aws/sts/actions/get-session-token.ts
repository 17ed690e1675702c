// GetSessionToken: temporary credentials for the caller as it is.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import { issueCredentials } from '../issue-credentials.ts';
import type { Sts } from '../sts.ts';

const twelveHours = 43_200;
/** The account's root gets an hour at most. */
const oneHour = 3600;

/** The action. Sessions cannot be made from sessions. */
export const getSessionToken = (sts: Sts) =>
  function get({ DurationSeconds }: { readonly DurationSeconds?: number }, { caller }: Call) {
    if (caller.arn.includes(':assumed-role/')) {
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    }
    const isRoot = caller.arn.endsWith(':root');
    const seconds = Math.min(DurationSeconds ?? twelveHours, isRoot ? oneHour : Infinity);
    return { Credentials: issueCredentials(sts, caller, seconds) };
  };

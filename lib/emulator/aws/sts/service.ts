// STS behind the endpoint. Every identity may ask who it is.
import { awsModels } from '../../../generated/aws/model.ts';
import { createRandom } from '../../random.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import type { Callers } from '../iam/callers.ts';
import type { AwsService, Call, Input } from '../service.ts';
import type { World } from '../world.ts';
import { assumeRole, namesDirectly } from './actions/assume-role.ts';
import { assumeRoleWithWebIdentity } from './actions/assume-role-with-web-identity.ts';
import { getAccessKeyInfo } from './actions/get-access-key-info.ts';
import { getSessionToken } from './actions/get-session-token.ts';
import { userIdOf } from './user-id.ts';
import type { Sts } from './sts.ts';

/** STS as an endpoint service. */
export function createStsService(world: World, callers: Callers): AwsService {
  const sts: Sts = { world, callers, random: createRandom(0x575) };
  return {
    signingName: 'sts',
    model: awsModels.sts,
    actions: {
      GetCallerIdentity: (_input: object, { caller, accountId }: Call) => ({
        UserId: userIdOf(caller.arn),
        Account: caller.arn.split(':')[4] ?? accountId,
        Arn: caller.arn,
      }),
      AssumeRole: assumeRole(sts),
      AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(sts),
      GetSessionToken: getSessionToken(sts),
      GetAccessKeyInfo: getAccessKeyInfo(sts),
    },
    allowsUnsigned: (action) => action === 'AssumeRoleWithWebIdentity',
    authorization: (action, input, call) => checksOf(sts, action, input, call),
    reset: () => undefined,
  };
}

/**
 * GetCallerIdentity and GetSessionToken need no permission. A role whose trust policy names the caller itself may be
 * assumed without one; a role that trusts the account needs it (user guide, "Cross account policy evaluation logic").
 */
function checksOf({ callers }: Sts, action: string, input: Input, { caller }: Call): readonly AuthorizationCheck[] {
  if (action === 'GetAccessKeyInfo') return [{ action: 'sts:GetAccessKeyInfo', resource: '*' }];
  if (action !== 'AssumeRole') return [];
  const arn = String(input['RoleArn']);
  const role = callers.role(arn);
  if (role && namesDirectly(role, caller)) return [];
  const tags = (input['Tags'] ?? []) as readonly unknown[];
  const checks = [{ action: 'sts:AssumeRole', resource: arn }];
  return tags.length === 0 ? checks : [...checks, { action: 'sts:TagSession', resource: arn }];
}

// IAM's word on one call: identity policies, session policies and the policies of resources together (user guide, "How
// enforcement code logic evaluates requests to allow or deny access").
import type { AwsModel } from '../../../generated/aws/model.ts';
import type { AwsService, Call } from '../service.ts';
import type { AuthorizationCheck } from './authorization.ts';
import type { Caller } from './callers.ts';
import { deniedError, type Denial } from './denied.ts';
import { evaluatePolicies } from './evaluate-policy.ts';
import type { PolicyDocument } from './policy.ts';
import { principalContext } from './principal-context.ts';

export interface CallToAuthorize {
  readonly model: AwsModel;
  readonly service: AwsService;
  readonly call: Call;
  readonly checks: readonly AuthorizationCheck[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly userAgent?: string | undefined;
}

/** Throws the refusal of the first check that is not allowed. */
export function authorizeCall({ model, service, call, checks, now, userAgent }: CallToAuthorize): void {
  const { caller, region, accountId } = call;
  const isUnrestricted = !caller.policies && isOf(caller, accountId) && !service.resourcePolicy;
  if (isUnrestricted) return;
  const circumstances = principalContext(caller, { now, region, userAgent });
  for (const check of checks) {
    const full = { ...check, context: { ...circumstances, ...check.context } };
    const denial = denialOf(caller, full, service.resourcePolicy?.(check), accountId);
    if (denial) throw deniedError(model, caller, check, denial);
  }
}

const isOf = ({ arn }: Caller, accountId: string) => arn.split(':')[4] === accountId;

/** What each kind of policy says by itself; absent policies restrict nothing and give nothing. */
function decisionsOf({ policies, sessionPolicies, arn }: Caller, check: AuthorizationCheck, resource?: PolicyDocument) {
  const judge = (documents: readonly PolicyDocument[] | undefined) =>
    documents ? evaluatePolicies(documents, check, arn) : 'allowed';
  return {
    identity: judge(policies),
    session: judge(sessionPolicies),
    resource: judge(resource ? [resource] : []),
  } as const;
}

/** Why a check is not allowed, or undefined if it is. */
export function denialOf(
  caller: Caller,
  check: AuthorizationCheck,
  resourcePolicy: PolicyDocument | undefined,
  accountId: string,
): Denial | undefined {
  const decisions = decisionsOf(caller, check, resourcePolicy);
  const denying = (['identity', 'resource', 'session'] as const).find(
    (kind) => decisions[kind] === 'explicitly-denied',
  );
  if (denying) return `denied-by-${denying}-policy`;
  const isOwn = isOf(caller, accountId);
  const isInvited = decisions.resource === 'allowed';
  if (!isOwn && !isInvited) return 'not-allowed-by-resource-policy';
  // Within the account either kind of policy is enough; nobody in particular has only the resource's.
  const isEnough = isInvited && (isOwn || !caller.arn.startsWith('arn:'));
  if (!isEnough && decisions.identity !== 'allowed') return 'not-allowed-by-identity-policy';
  return decisions.session === 'allowed' ? undefined : 'not-allowed-by-session-policy';
}

// AssumeRole: a session of a role that trusts the caller.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
import { AwsError } from '../../aws-error.ts';
import { toList } from '../../iam/policy.ts';
import type { Caller, Role } from '../../iam/callers.ts';
import { evaluatePolicies, principalNames } from '../../iam/evaluate-policy.ts';
import { principalContext } from '../../iam/principal-context.ts';
import type { Call } from '../../service.ts';
import { issueCredentials } from '../issue-credentials.ts';
import { sessionPoliciesOf, type SessionPolicyInput } from '../session-policy.ts';
import type { Sts } from '../sts.ts';
import { userIdOf } from '../user-id.ts';

export interface SessionInput extends SessionPolicyInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
}

interface AssumeRoleInput extends SessionInput {
  readonly ExternalId?: string;
  readonly SourceIdentity?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Sessions made by sessions (role chaining) last an hour at most. */
const chainedSeconds = 3600;

const denied = ({ arn }: Caller, roleArn: string, action = 'sts:AssumeRole') =>
  new AwsError('AccessDenied', `User: ${arn} is not authorized to perform: ${action} on resource: ${roleArn}`, 403);

/** Whether the trust policy names the caller itself, and not only its account. */
export function namesDirectly({ trustPolicy }: Role, { arn }: Caller): boolean {
  const own = principalNames(arn).filter((name) => !name.endsWith(':root') && !/^\d+$/.test(name));
  return toList(trustPolicy.Statement).some(({ Effect, Principal }) => {
    if (Effect !== 'Allow' || Principal === undefined || Principal === '*') return false;
    const listed = Object.values(Principal).flatMap((names) => toList(names));
    return own.some((name) => listed.includes(name));
  });
}

/** Role trust policies have no Resource: they are about the role they hang on. */
export function trusts(
  { trustPolicy }: Role,
  principal: string,
  context: Readonly<Record<string, string | undefined>>,
  action: string,
) {
  const Statement = toList(trustPolicy.Statement).map((statement) => ({ Resource: '*', ...statement }));
  return evaluatePolicies([{ ...trustPolicy, Statement }], { action, resource: '*', context }, principal) === 'allowed';
}

/** The action. A role nobody knows is refused as one that may not be assumed, as AWS does. */
export const assumeRole = (sts: Sts) =>
  function assume(input: AssumeRoleInput, { caller, region }: Call) {
    const { world, callers } = sts;
    requireRoleArn(input.RoleArn);
    if (caller.arn.endsWith(':root')) {
      throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
    }
    const role = callers.role(input.RoleArn);
    const context = {
      ...(principalContext(caller, { now: world.clock.now(), region }) as Record<string, string | undefined>),
      ...(input.ExternalId !== undefined && { 'sts:ExternalId': input.ExternalId }),
      ...(input.SourceIdentity !== undefined && { 'sts:SourceIdentity': input.SourceIdentity }),
      'sts:RoleSessionName': input.RoleSessionName,
    };
    if (!role || !trusts(role, caller.arn, context, 'sts:AssumeRole')) throw denied(caller, input.RoleArn);
    const isChained = caller.arn.includes(':assumed-role/');
    requireDuration(input, isChained ? chainedSeconds : (role.maxSessionSeconds ?? 3600), isChained);
    const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    return openSession(sts, role, input, Object.keys(tags).length > 0 ? { tags } : {});
  };

/** Throws for what is no ARN of a role. */
export function requireRoleArn(arn: string): void {
  if (/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn)) return;
  throw new AwsError('ValidationError', `${arn} is invalid`);
}

/** Throws if the session would outlive what the role, or a chain of roles, allows. Seconds. */
export function requireDuration({ DurationSeconds }: SessionInput, max: number, isChained = false): void {
  if (DurationSeconds === undefined || DurationSeconds <= max) return;
  throw new AwsError(
    'ValidationError',
    isChained
      ? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
      : 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
}

/** Issues the credentials of a session and describes it. */
export function openSession(sts: Sts, role: Role, input: SessionInput, more: Pick<Caller, 'tags'> = {}) {
  const { RoleSessionName, DurationSeconds = 3600 } = input;
  const account = role.arn.split(':')[4] ?? '';
  const arn = `arn:aws:sts::${account}:assumed-role/${role.name}/${RoleSessionName}`;
  const caller: Caller = {
    name: `${role.name}/${RoleSessionName}`,
    arn,
    policies: role.policies,
    ...sessionPoliciesOf(input),
    ...more,
  };
  return {
    Credentials: issueCredentials(sts, caller, DurationSeconds),
    AssumedRoleUser: { AssumedRoleId: userIdOf(arn), Arn: arn },
    ...(input.Policy !== undefined && { PackedPolicySize: Math.ceil((input.Policy.length / 2048) * 100) }),
  };
}

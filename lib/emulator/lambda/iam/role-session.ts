// Sessions of deployed roles: who a function, a schedule or a pod is to the emulated AWS.
import { createHash } from 'node:crypto';
import type { Caller } from '../../aws/iam/callers.ts';
import { evaluatePolicies } from '../../aws/iam/evaluate-policy.ts';
import type { DeployedRole } from './role-policies.ts';

/** Secret and token of every session the emulator makes itself: its requests must be signed with them. */
export const sessionSecret = { secretAccessKey: 'emulated', sessionToken: 'emulated' };

/** One session, known by its access key. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly caller: Caller;
}

/** A session named `session`; the same role and session always have the same access key. */
export function sessionOf(role: DeployedRole, session: string): RoleSession {
  const digest = createHash('sha256').update(`${role.arn} ${session}`).digest('hex').slice(0, 16).toUpperCase();
  const account = role.arn.split(':')[4] ?? '';
  return {
    accessKeyId: `ASIA${digest}`,
    caller: {
      name: session,
      arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`,
      policies: role.policies,
    },
  };
}

/** Whether the role lets this service (`lambda.amazonaws.com`) act as it. */
export const trusts = ({ trustPolicy }: DeployedRole, service: string): boolean =>
  evaluatePolicies(
    [
      {
        ...trustPolicy,
        Statement: [trustPolicy.Statement].flat().map((statement) => ({ Resource: '*', ...statement })),
      },
    ],
    { action: 'sts:AssumeRole', resource: '*' },
    service,
  ) === 'allowed';

/** Whether the role's own policies allow the action on the resource. */
export const permits = ({ policies }: DeployedRole, action: string, resource: string): boolean =>
  evaluatePolicies(policies, { action, resource }) === 'allowed';

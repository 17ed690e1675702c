import type { Value } from '../../core/base/ref.ts';
import type { IngressRule } from '../../core/stack/stack.ts';
import { isFault } from '../../reconcile/faults.ts';
import type { AwsClients } from './clients.ts';
import { ingressToSdk } from './ingress-shapes.ts';

export interface IngressChange {
  readonly call: 'AuthorizeSecurityGroupIngress' | 'RevokeSecurityGroupIngress';
  readonly groupId: string;
  readonly rules: readonly IngressRule[];
  readonly value: (value: Value) => string;
}

/**
 * Adds or removes permissions; one that exists (or is gone) already is success. EC2 takes all of a call or none, so after
 * such a refusal each goes alone: one of them must not hide the others.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export async function changeIngress(clients: AwsClients, change: IngressChange): Promise<void> {
  const { rules } = change;
  if (rules.length === 0 || (await isDone(clients, change)) || rules.length === 1) return;
  for (const rule of rules) await isDone(clients, { ...change, rules: [rule] });
}

/** False: at least one permission was there (or gone) already, and nothing was done. */
async function isDone(clients: AwsClients, { call, groupId, rules, value }: IngressChange): Promise<boolean> {
  const { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } =
    await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const input = { GroupId: groupId, IpPermissions: ingressToSdk(rules, value) };
  try {
    await clients.call<unknown>(call, groupId, () =>
      call === 'AuthorizeSecurityGroupIngress'
        ? client.send(new AuthorizeSecurityGroupIngressCommand(input))
        : client.send(new RevokeSecurityGroupIngressCommand(input)),
    );
    return true;
  } catch (error) {
    if (isFault(error) && /^InvalidPermission\.(Duplicate|NotFound)$/.test(error.code)) return false;
    throw error;
  }
}

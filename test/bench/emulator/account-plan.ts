// An account at the size the budgets speak of: a hundred load balancers with a hundred rules each, made through the API.
import type { AwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import type { WireHandler } from '../../../lib/emulator/wire.ts';

export const loadBalancerCount = 100;
export const rulesPerLoadBalancer = 100;

/** What was made, as far as later calls name it. */
export interface FilledAccount {
  readonly loadBalancerArns: readonly string[];
  readonly listenerArns: readonly string[];
  readonly targetGroupArns: readonly string[];
}

const endpoint = { host: 'elasticloadbalancing.us-west-2.amazonaws.com' };
const scope = 'AKIDBENCH/20260101/us-west-2/elasticloadbalancing/aws4_request';
const headers = {
  ...endpoint,
  'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
};

/** Bytes of one ELBv2 request in the Query protocol. */
export const queryRequest = (action: string, parameters: Readonly<Record<string, string>>) => ({
  method: 'POST',
  path: '/',
  headers,
  body: Buffer.from(new URLSearchParams({ Action: action, Version: '2015-12-01', ...parameters }).toString()),
});

/** Calls ELBv2 and returns the answer's XML; rejects unless it is a success. */
export async function call(
  handle: WireHandler,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await handle(queryRequest(action, parameters));
  const text = String(answer.body);
  if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${text}`);
  return text;
}

/** The text of the first element called `name`. */
export function elementText(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`no ${name} in ${xml}`);
  return text;
}

/** Parameters of the `index`th rule of a listener: hosts, prefixes, headers and methods in turn. */
export function ruleParameters(listenerArn: string, groupArn: string, index: number): Record<string, string> {
  return {
    ListenerArn: listenerArn,
    Priority: String(index + 1),
    'Actions.member.1.Type': 'forward',
    'Actions.member.1.TargetGroupArn': groupArn,
    'Conditions.member.1.Field': 'host-header',
    'Conditions.member.1.HostHeaderConfig.Values.member.1': `app-${index % 20}.example.com`,
    'Conditions.member.2.Field': 'path-pattern',
    'Conditions.member.2.PathPatternConfig.Values.member.1': `/team-${index}/*`,
    'Conditions.member.2.PathPatternConfig.Values.member.2': `/team-${index}`,
  };
}

/** Fills the account; the first group of the first load balancer gets `target` as its only target. */
export async function fillAccount(
  aws: AwsEmulator,
  target: { readonly address: string; readonly port: number },
): Promise<FilledAccount> {
  aws.setLimits({ loadBalancers: 2 * loadBalancerCount, rules: 2 * rulesPerLoadBalancer });
  const filled = { loadBalancerArns: [] as string[], listenerArns: [] as string[], targetGroupArns: [] as string[] };
  for (let index = 0; index < loadBalancerCount; index += 1) {
    const made = await makeLoadBalancer(aws, index);
    filled.loadBalancerArns.push(made.loadBalancerArn);
    filled.listenerArns.push(made.listenerArn);
    filled.targetGroupArns.push(made.targetGroupArn);
  }
  await call(aws.handle, 'RegisterTargets', {
    TargetGroupArn: filled.targetGroupArns[0] ?? '',
    'Targets.member.1.Id': target.address,
    'Targets.member.1.Port': String(target.port),
  });
  return filled;
}

async function makeLoadBalancer({ handle, account }: AwsEmulator, index: number) {
  const { vpcId, publicSubnetIds } = account();
  const loadBalancerArn = elementText(
    await call(handle, 'CreateLoadBalancer', {
      Name: `bench-${index}`,
      'Subnets.member.1': publicSubnetIds[0] ?? '',
      'Subnets.member.2': publicSubnetIds[1] ?? '',
    }),
    'LoadBalancerArn',
  );
  const group = { Name: `bench-${index}`, Protocol: 'HTTP', Port: '80', VpcId: vpcId, TargetType: 'ip' };
  const targetGroupArn = elementText(await call(handle, 'CreateTargetGroup', group), 'TargetGroupArn');
  const listener = {
    LoadBalancerArn: loadBalancerArn,
    Protocol: 'HTTP',
    Port: '80',
    'DefaultActions.member.1.Type': 'forward',
    'DefaultActions.member.1.TargetGroupArn': targetGroupArn,
  };
  const listenerArn = elementText(await call(handle, 'CreateListener', listener), 'ListenerArn');
  for (let rule = 0; rule < rulesPerLoadBalancer; rule += 1)
    await call(handle, 'CreateRule', ruleParameters(listenerArn, targetGroupArn, rule));
  return { loadBalancerArn, listenerArn, targetGroupArn };
}

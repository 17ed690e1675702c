// How long one ELBv2 call takes inside the emulator's process, without a socket, in a full account.
import type { AwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { call, elementText, queryRequest, ruleParameters, type FilledAccount } from './account-plan.ts';

/** Milliseconds of each call, by action. */
export type CallTimes = Readonly<Record<string, readonly number[]>>;

const rounds = 200;
const warmUpRounds = 50;

/** Calls the actions in turn. Rules made on the way are deleted again. */
export async function timeCalls(aws: AwsEmulator, filled: FilledAccount): Promise<CallTimes> {
  const times: Record<string, number[]> = {};
  const timed = async (action: string, parameters: Readonly<Record<string, string>>) => {
    const request = queryRequest(action, parameters);
    const start = performance.now();
    const answer = await aws.handle(request);
    (times[action] ??= []).push(performance.now() - start);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${String(answer.body)}`);
    return String(answer.body);
  };
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    if (round === warmUpRounds) for (const name of Object.keys(times)) delete times[name];
    const at = (arns: readonly string[]) => arns[round % arns.length] ?? '';
    const [listenerArn, groupArn] = [at(filled.listenerArns), at(filled.targetGroupArns)];
    const created = await timed('CreateRule', ruleParameters(listenerArn, groupArn, 1000 + round));
    const ruleArn = elementText(created, 'RuleArn');
    await timed('ModifyRule', {
      RuleArn: ruleArn,
      'Actions.member.1.Type': 'forward',
      'Actions.member.1.TargetGroupArn': groupArn,
    });
    await timed('DescribeRules', { ListenerArn: listenerArn });
    await timed('DescribeLoadBalancers', { 'LoadBalancerArns.member.1': at(filled.loadBalancerArns) });
    await timed('DescribeTargetGroups', { LoadBalancerArn: at(filled.loadBalancerArns) });
    await timed('DescribeListeners', { LoadBalancerArn: at(filled.loadBalancerArns) });
    await timed('DescribeTags', { 'ResourceArns.member.1': ruleArn });
    await timed('DescribeTargetHealth', { TargetGroupArn: groupArn });
    await call(aws.handle, 'DeleteRule', { RuleArn: ruleArn });
  }
  return times;
}

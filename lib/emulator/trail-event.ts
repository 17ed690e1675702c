// What CloudTrail tells EventBridge about a call: only successful writes of load balancers, which is what drift rules ask for.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/logging-using-cloudtrail.html
import type { Callers } from './aws/iam/callers.ts';
import type { CallLogEntry } from './call-log.ts';
import type { BusEvent } from './lambda/events/rule.ts';

/** The event, or undefined for calls that EventBridge hears nothing of. */
export function trailEvent(entry: CallLogEntry, callers: Pick<Callers, 'arnOf'>): BusEvent | undefined {
  if (entry.service !== 'elasticloadbalancing' || entry.status !== 200 || entry.action.startsWith('Describe'))
    return undefined;
  return {
    source: 'aws.elasticloadbalancing',
    detailType: 'AWS API Call via CloudTrail',
    detail: {
      eventSource: 'elasticloadbalancing.amazonaws.com',
      eventName: entry.action,
      readOnly: false,
      userIdentity: { arn: callers.arnOf(entry.caller) },
      requestParameters: parameterOf(entry.resource),
    },
  };
}

/** The request parameter that carries an ARN of this type. */
function parameterOf(arn: string): Readonly<Record<string, string>> {
  const [type] = (arn.split(':')[5] ?? '').split('/');
  const parameters: Readonly<Record<string, string>> = {
    loadbalancer: 'loadBalancerArn',
    listener: 'listenerArn',
    'listener-rule': 'ruleArn',
    targetgroup: 'targetGroupArn',
  };
  const name = parameters[type ?? ''];
  return name === undefined ? {} : { [name]: arn };
}

import { AwsError } from '../../aws-error.ts';
import { requireListener, requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { listenersOf } from '../listeners/listener-rows.ts';
import { toListenerView } from '../listeners/views.ts';
import { pageRows, type PageInput } from '../pages.ts';
import type { Listener } from '../tables.ts';

interface DescribeListenersInput extends PageInput {
  readonly LoadBalancerArn?: string;
  readonly ListenerArns?: readonly string[];
}

/** DescribeListeners, by load balancer or by ARNs. */
export const describeListeners = (elbv2: Elbv2) =>
  function describe(input: DescribeListenersInput) {
    const { rows, next } = pageRows(find(elbv2, input), input);
    return { Listeners: rows.map((listener) => toListenerView(elbv2, listener)), ...next };
  };

function find(elbv2: Elbv2, { LoadBalancerArn, ListenerArns }: DescribeListenersInput): readonly Listener[] {
  if ((LoadBalancerArn === undefined) === (ListenerArns === undefined)) {
    throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  }
  if (ListenerArns) return [...new Set(ListenerArns)].map((arn) => requireListener(elbv2, arn));
  const { arn } = requireLoadBalancer(elbv2, LoadBalancerArn ?? '');
  return listenersOf(elbv2, arn);
}

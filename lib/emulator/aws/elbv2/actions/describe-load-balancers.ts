import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { toLoadBalancerView } from '../load-balancers/views.ts';
import { findByName } from '../named-rows.ts';
import { pageRows, type PageInput } from '../pages.ts';
import type { LoadBalancer } from '../tables.ts';

interface DescribeLoadBalancersInput extends PageInput {
  readonly LoadBalancerArns?: readonly string[];
  readonly Names?: readonly string[];
}

/** At most 20 ARNs in one call (API reference, DescribeLoadBalancers). */
const maxArns = 20;

/** DescribeLoadBalancers: all, or by ARNs, or by names. */
export const describeLoadBalancers = (elbv2: Elbv2) =>
  function describe(input: DescribeLoadBalancersInput) {
    const { rows, next } = pageRows(find(elbv2, input), input);
    return { LoadBalancers: rows.map((row) => toLoadBalancerView(elbv2, row)), ...next };
  };

function find(elbv2: Elbv2, { LoadBalancerArns, Names }: DescribeLoadBalancersInput): readonly LoadBalancer[] {
  if (LoadBalancerArns && Names) {
    throw new AwsError(
      'ValidationError',
      'Load balancer names and load balancer ARNs cannot be specified at the same time',
    );
  }
  if (LoadBalancerArns) {
    if (LoadBalancerArns.length > maxArns) {
      throw new AwsError(
        'ValidationError',
        `Up to '${maxArns}' load balancer ARNs can be specified, but '${LoadBalancerArns.length}' were specified`,
      );
    }
    return [...new Set(LoadBalancerArns)].map((arn) => requireLoadBalancer(elbv2, arn));
  }
  if (!Names) return [...elbv2.tables.now.loadBalancers.values()];
  const wanted = [...new Set(Names)];
  const missing = wanted.filter((name) => !findByName(elbv2, 'loadBalancers', name));
  if (missing.length > 0)
    throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`);
  return wanted.flatMap((name) => findByName(elbv2, 'loadBalancers', name) ?? []);
}

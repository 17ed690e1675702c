import {
  DescribeCapacityReservationCommand,
  DescribeLoadBalancerAttributesCommand,
  type DescribeLoadBalancersCommandInput,
  paginateDescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedLoadBalancer } from '../../core/plan/observed.ts';
import type { Tags } from '../../core/stack/stack.ts';
import type { AwsReader } from '../../reconcile/ports.ts';
import { thoseThatExist } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { loadBalancerFromSdk } from './load-balancer-shapes.ts';
import { list } from './optional-members.ts';
import { chunksOf, collect } from './pages.ts';
import { tagsFromSdk } from './tag-shapes.ts';

type Described = Omit<ObservedLoadBalancer, 'tags'>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
const loadBalancersPerCall = 20;

/**
 * Those that exist, in no promised order and nothing for an empty list; 20 names or ARNs a call. If one of several in a
 * call is missing, all load balancers of the region are listed instead.
 */
export async function describeLoadBalancers(
  clients: AwsClients,
  by: Parameters<AwsReader['loadBalancers']>[0],
): Promise<readonly Described[]> {
  const isByName = 'names' in by;
  const wanted = isByName ? by.names : by.arns;
  const found = chunksOf(wanted, loadBalancersPerCall).map((chunk) =>
    thoseThatExist(
      chunk,
      (some) => describe(clients, some && (isByName ? { Names: some } : { LoadBalancerArns: some })),
      ({ name, arn }) => (isByName ? name : arn),
    ),
  );
  return (await Promise.all(found)).flat();
}

async function describe(
  { elbv2, call }: AwsClients,
  input: DescribeLoadBalancersCommandInput = {},
): Promise<readonly Described[]> {
  const wanted = [...list(input.Names), ...list(input.LoadBalancerArns)];
  const pages = await call('DescribeLoadBalancers', wanted.join(', '), () =>
    collect(paginateDescribeLoadBalancers({ client: elbv2 }, input)),
  );
  return pages.flatMap(({ LoadBalancers }) => list(LoadBalancers).map(loadBalancerFromSdk));
}

/**
 * Attribute key → value, as texts, defaults included. Rejects with a `vanished` Fault if there is no such load
 * balancer.
 */
export async function describeLoadBalancerAttributes({ elbv2, call }: AwsClients, arn: string): Promise<Tags> {
  const { Attributes } = await call('DescribeLoadBalancerAttributes', arn, () =>
    elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn })),
  );
  return tagsFromSdk(Attributes);
}

/** 0 without a reservation. */
export async function capacityUnits({ elbv2, call }: AwsClients, arn: string): Promise<number> {
  const { MinimumLoadBalancerCapacity } = await call('DescribeCapacityReservation', arn, () =>
    elbv2.send(new DescribeCapacityReservationCommand({ LoadBalancerArn: arn })),
  );
  return MinimumLoadBalancerCapacity?.CapacityUnits ?? 0;
}

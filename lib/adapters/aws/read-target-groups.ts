import {
  DescribeTargetGroupAttributesCommand,
  type DescribeTargetGroupsCommandInput,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedTargetGroup } from '../../core/plan/observed.ts';
import type { Tags } from '../../core/stack/stack.ts';
import type { AwsReader } from '../../reconcile/ports.ts';
import { thoseThatExist, unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { list } from './optional-members.ts';
import { collect } from './pages.ts';
import { tagsFromSdk } from './tag-shapes.ts';
import { targetGroupFromSdk } from './target-group-shapes.ts';

type Described = Omit<ObservedTargetGroup, 'tags'>;

/**
 * Those that exist; none for a load balancer that is gone. If one of several names or ARNs is missing, all target
 * groups of the region are listed instead.
 */
export async function describeTargetGroups(
  clients: AwsClients,
  by: Parameters<AwsReader['targetGroups']>[0],
): Promise<readonly Described[]> {
  if ('loadBalancerArn' in by) {
    return list(await unlessVanished(describe(clients, by.loadBalancerArn, { LoadBalancerArn: by.loadBalancerArn })));
  }
  const isByName = 'names' in by;
  return thoseThatExist(
    isByName ? by.names : by.arns,
    (some) =>
      describe(clients, list(some).join(', '), some && (isByName ? { Names: some } : { TargetGroupArns: some })),
    ({ name, arn }) => (isByName ? name : arn),
  );
}

async function describe(
  { elbv2, call }: AwsClients,
  resource: string,
  input: DescribeTargetGroupsCommandInput = {},
): Promise<readonly Described[]> {
  const pages = await call('DescribeTargetGroups', resource, () =>
    collect(paginateDescribeTargetGroups({ client: elbv2 }, input)),
  );
  return pages.flatMap(({ TargetGroups }) => list(TargetGroups).map(targetGroupFromSdk));
}

/**
 * Attribute key → value, as texts, defaults included. Rejects with a `vanished` Fault if there is no such target group.
 */
export async function describeTargetGroupAttributes({ elbv2, call }: AwsClients, arn: string): Promise<Tags> {
  const { Attributes } = await call('DescribeTargetGroupAttributes', arn, () =>
    elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
  );
  return tagsFromSdk(Attributes);
}

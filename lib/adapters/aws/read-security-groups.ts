import type { Filter, SecurityGroup } from '@aws-sdk/client-ec2';
import type { ObservedSecurityGroup } from '../../core/plan/observed.ts';
import type { AwsReader } from '../../reconcile/ports.ts';
import type { AwsClients } from './clients.ts';
import { securityGroupFromSdk } from './ingress-shapes.ts';
import { list } from './optional-members.ts';
import { chunksOf, collect } from './pages.ts';

/** Values of all filters of one call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
const valuesPerCall = 200;

/** Always by filter: one id that does not exist would fail a call by ids for all of them. */
export async function describeSecurityGroups(
  clients: AwsClients,
  by: Parameters<AwsReader['securityGroups']>[0],
): Promise<readonly ObservedSecurityGroup[]> {
  if ('ids' in by) {
    const chunks = chunksOf(by.ids, valuesPerCall);
    const found = chunks.map((Values) => filterSecurityGroups(clients, [{ Name: 'group-id', Values }]));
    return (await Promise.all(found)).flat().map(securityGroupFromSdk);
  }
  const tags = Object.entries(by.tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  return (await filterSecurityGroups(clients, [inVpc(by.vpcId), ...tags])).map(securityGroupFromSdk);
}

/** The `vpc-id` filter, which the Describe calls of groups, subnets and route tables share. */
export function inVpc(vpcId: string): Filter {
  return { Name: 'vpc-id', Values: [vpcId] };
}

/** Groups that fit all filters, from all pages; none is not an error. The caller keeps to 200 values per call. */
export async function filterSecurityGroups(
  clients: AwsClients,
  filters: readonly Filter[],
): Promise<readonly SecurityGroup[]> {
  const { paginateDescribeSecurityGroups } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const pages = await clients.call('DescribeSecurityGroups', JSON.stringify(filters), () =>
    collect(paginateDescribeSecurityGroups({ client }, { Filters: [...filters] })),
  );
  return pages.flatMap(({ SecurityGroups }) => list(SecurityGroups));
}

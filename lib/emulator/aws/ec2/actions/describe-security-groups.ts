import { AwsError } from '../../aws-error.ts';
import { findRows, pageRows, refuseIdsWithPages, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { ec2Arn, type Ec2 } from '../ec2.ts';
import { groupInDefaultVpc } from '../group-reference.ts';
import { toPermissions } from '../permissions.ts';
import { requireRows } from '../resource-ids.ts';
import type { Peer, SecurityGroup, SecurityGroupRule } from '../tables.ts';
import { toTagsMember } from '../tags.ts';
import { defaultVpc } from '../vpcs.ts';

const peers = (isEgress: boolean, kind: Peer['kind']) => (group: SecurityGroup) =>
  group.rules.filter((rule) => rule.isEgress === isEgress && rule.peer.kind === kind).map(({ peer }) => peer.value);

const rules = (isEgress: boolean, value: (rule: SecurityGroupRule) => string | undefined) => (group: SecurityGroup) =>
  group.rules.filter((rule) => rule.isEgress === isEgress).map(value);

function permissionFilters(ec2: Ec2, prefix: string, isEgress: boolean): FilterTable<SecurityGroup> {
  const nameOf = (id: string) => ec2.tables.now.securityGroups.get(id)?.name;
  return {
    [`${prefix}.cidr`]: peers(isEgress, 'ipv4'),
    [`${prefix}.ipv6-cidr`]: peers(isEgress, 'ipv6'),
    [`${prefix}.group-id`]: peers(isEgress, 'group'),
    [`${prefix}.group-name`]: (group) => peers(isEgress, 'group')(group).map(nameOf),
    [`${prefix}.prefix-list-id`]: peers(isEgress, 'prefix-list'),
    [`${prefix}.protocol`]: rules(isEgress, ({ protocol }) => protocol),
    [`${prefix}.from-port`]: rules(isEgress, ({ fromPort }) => fromPort?.toString()),
    [`${prefix}.to-port`]: rules(isEgress, ({ toPort }) => toPort?.toString()),
    [`${prefix}.user-id`]: (group) => peers(isEgress, 'group')(group).map(() => ec2.world.accountId),
  };
}

const filtersOf = (ec2: Ec2): FilterTable<SecurityGroup> => ({
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  description: ({ description }) => [description],
  'owner-id': () => [ec2.world.accountId],
  'vpc-id': ({ vpcId }) => [vpcId],
  ...permissionFilters(ec2, 'ip-permission', false),
  ...permissionFilters(ec2, 'egress.ip-permission', true),
});

interface DescribeSecurityGroupsInput extends DescribeInput {
  readonly GroupIds?: readonly string[];
  readonly GroupNames?: readonly string[];
}

/** DescribeSecurityGroups. Names find groups of the default VPC only. */
export const describeSecurityGroups = (ec2: Ec2) =>
  function describe(input: DescribeSecurityGroupsInput) {
    refuseIdsWithPages('groupIds', input.GroupIds, input);
    const wanted = { ids: idsOf(ec2, input), filters: input.Filters };
    const { rows: page, ...next } = pageRows(findRows(ec2.tables.now, 'securityGroups', wanted, filtersOf(ec2)), input);
    return { SecurityGroups: page.map((group) => toView(group, ec2.world)), ...next };
  };

/** Ids and names of a request narrow each other. */
function idsOf(ec2: Ec2, { GroupIds, GroupNames }: DescribeSecurityGroupsInput): readonly string[] | undefined {
  if (!GroupNames) return GroupIds;
  const missing = GroupNames.find((name) => !groupInDefaultVpc(ec2, name));
  if (missing !== undefined) {
    const vpc = defaultVpc(ec2);
    const place = vpc ? `default VPC '${vpc.id}'` : 'default VPC';
    throw new AwsError('InvalidGroup.NotFound', `The security group '${missing}' does not exist in ${place}`);
  }
  requireRows(ec2.tables.now, 'securityGroups', GroupIds ?? []);
  const named = GroupNames.flatMap((name) => groupInDefaultVpc(ec2, name)?.id ?? []);
  return named.filter((id) => GroupIds?.includes(id) ?? true);
}

const toView = (group: SecurityGroup, world: Ec2['world']) => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  OwnerId: world.accountId,
  VpcId: group.vpcId,
  SecurityGroupArn: ec2Arn(world, 'security-group', group.id),
  IpPermissions: toPermissions(
    group.rules.filter(({ isEgress }) => !isEgress),
    world.accountId,
  ),
  IpPermissionsEgress: toPermissions(
    group.rules.filter(({ isEgress }) => isEgress),
    world.accountId,
  ),
  ...toTagsMember(group.tags),
});

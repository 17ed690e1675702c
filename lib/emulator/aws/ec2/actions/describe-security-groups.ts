import { AwsError } from '../../aws-error.ts';
import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  rowsByIds,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import { ec2Arn, type Ec2 } from '../ec2.ts';
import { toPermissions } from '../permissions.ts';
import type { Peer, SecurityGroup } from '../tables.ts';
import { toTagList } from '../tags.ts';

const peers = (isEgress: boolean, kind: Peer['kind']) => (group: SecurityGroup) =>
  group.rules.filter((rule) => rule.isEgress === isEgress && rule.peer.kind === kind).map(({ peer }) => peer.value);

const filters: FilterTable<SecurityGroup> = {
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  description: ({ description }) => [description],
  'vpc-id': ({ vpcId }) => [vpcId],
  'ip-permission.cidr': peers(false, 'ipv4'),
  'ip-permission.ipv6-cidr': peers(false, 'ipv6'),
  'ip-permission.group-id': peers(false, 'group'),
  'ip-permission.prefix-list-id': peers(false, 'prefix-list'),
  'ip-permission.protocol': ({ rules }) => rules.filter(({ isEgress }) => !isEgress).map(({ protocol }) => protocol),
  'ip-permission.from-port': ({ rules }) =>
    rules.filter(({ isEgress }) => !isEgress).map(({ fromPort }) => String(fromPort)),
  'ip-permission.to-port': ({ rules }) => rules.filter(({ isEgress }) => !isEgress).map(({ toPort }) => String(toPort)),
  'egress.ip-permission.cidr': peers(true, 'ipv4'),
  'egress.ip-permission.group-id': peers(true, 'group'),
};

interface DescribeSecurityGroupsInput extends DescribeInput {
  readonly GroupIds?: readonly string[];
  readonly GroupNames?: readonly string[];
}

/** DescribeSecurityGroups. Names find groups of the default VPC only. */
export const describeSecurityGroups = ({ tables, world }: Ec2) =>
  function describe(input: DescribeSecurityGroupsInput) {
    refuseIdsWithPages('groupIds', input.GroupIds, input);
    const rows = tables.now;
    const found = filterRows(rowsByIds(rows, 'securityGroups', input.GroupIds), input.Filters, filters).filter(
      ({ name, vpcId }) => !input.GroupNames || (input.GroupNames.includes(name) && rows.vpcs.get(vpcId)?.isDefault),
    );
    const missing = input.GroupNames?.find((wanted) => !found.some(({ name }) => name === wanted));
    if (missing !== undefined) {
      throw new AwsError('InvalidGroup.NotFound', `The security group '${missing}' does not exist in default VPC`);
    }
    const { rows: page, ...next } = pageRows(found, input);
    return { SecurityGroups: page.map((group) => toView(group, world)), ...next };
  };

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
  Tags: toTagList(group.tags),
});

import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { SecurityGroup } from '../tables.ts';
import { toTagList } from '../tags.ts';
import { requireVpc } from '../vpcs.ts';

const filtersOf = ({ world }: Ec2): FilterTable<SecurityGroup> => ({
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  description: ({ description }) => [description],
  'owner-id': () => [world.accountId],
  'primary-vpc-id': ({ vpcId }) => [vpcId],
});

/** GetSecurityGroupsForVpc. */
export const getSecurityGroupsForVpc = (ec2: Ec2) =>
  function get(input: DescribeInput & { readonly VpcId: string }) {
    const { id } = requireVpc(ec2, input.VpcId);
    const inVpc = ec2.tables.now.securityGroups.by('vpc-id', id);
    const { rows, ...next } = pageRows(filterRows(inVpc, input.Filters, filtersOf(ec2)), input);
    const SecurityGroupForVpcs = rows.map((group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      OwnerId: ec2.world.accountId,
      PrimaryVpcId: group.vpcId,
      Tags: toTagList(group.tags),
    }));
    return { SecurityGroupForVpcs, ...next };
  };

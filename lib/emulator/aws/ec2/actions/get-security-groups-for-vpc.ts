import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { requireRow } from '../resource-ids.ts';
import type { SecurityGroup } from '../tables.ts';
import { toTagList } from '../tags.ts';

const filters: FilterTable<SecurityGroup> = {
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  description: ({ description }) => [description],
  'primary-vpc-id': ({ vpcId }) => [vpcId],
};

/** GetSecurityGroupsForVpc. */
export const getSecurityGroupsForVpc = ({ tables, world }: Ec2) =>
  function get(input: DescribeInput & { readonly VpcId: string }) {
    requireRow(tables.now, 'vpcs', input.VpcId);
    const inVpc = [...tables.now.securityGroups.values()].filter(({ vpcId }) => vpcId === input.VpcId);
    const { rows, ...next } = pageRows(filterRows(inVpc, input.Filters, filters), input);
    const SecurityGroupForVpcs = rows.map((group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      OwnerId: world.accountId,
      PrimaryVpcId: group.vpcId,
      Tags: toTagList(group.tags),
    }));
    return { SecurityGroupForVpcs, ...next };
  };

import { findRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { NetworkAcl } from '../tables.ts';
import { toTagList } from '../tags.ts';

const filtersOf = ({ tables, world }: Ec2): FilterTable<NetworkAcl> => ({
  'network-acl-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
  'owner-id': () => [world.accountId],
  default: () => ['true'],
  'association.network-acl-id': ({ id }) => [id],
  'association.subnet-id': ({ vpcId }) => tables.now.subnets.by('vpc-id', vpcId).map(({ id }) => id),
  'association.association-id': ({ vpcId }) =>
    tables.now.subnets.by('vpc-id', vpcId).map(({ id }) => associationId(id)),
});

const associationId = (subnetId: string) => `aclassoc-${subnetId.slice('subnet-'.length)}`;

/** DescribeNetworkAcls: each VPC has its default list, which lets everything through; others cannot be made here. */
export const describeNetworkAcls = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly NetworkAclIds?: readonly string[] }) {
    const wanted = { ids: input.NetworkAclIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(ec2.tables.now, 'networkAcls', wanted, filtersOf(ec2)), input);
    return { NetworkAcls: rows.map((acl) => toView(ec2, acl)), ...next };
  };

const toView = ({ tables, world }: Ec2, { id, vpcId, tags }: NetworkAcl) => ({
  NetworkAclId: id,
  VpcId: vpcId,
  OwnerId: world.accountId,
  IsDefault: true,
  Associations: tables.now.subnets.by('vpc-id', vpcId).map((subnet) => ({
    NetworkAclAssociationId: associationId(subnet.id),
    NetworkAclId: id,
    SubnetId: subnet.id,
  })),
  Entries: [true, false].flatMap((Egress) => [
    { ...everything, Egress, RuleAction: 'allow', RuleNumber: 100 },
    { ...everything, Egress, RuleAction: 'deny', RuleNumber: 32_767 },
  ]),
  Tags: toTagList(tags),
});

const everything = { CidrBlock: '0.0.0.0/0', Protocol: '-1' };

import type { Ec2 } from '../ec2.ts';
import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  rowsByIds,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Vpc } from '../tables.ts';
import { toTagList } from '../tags.ts';

const filters: FilterTable<Vpc> = {
  'vpc-id': ({ id }) => [id],
  cidr: ({ cidrBlocks }) => [cidrBlocks[0]?.cidr],
  'cidr-block-association.cidr-block': ({ cidrBlocks }) => cidrBlocks.map(({ cidr }) => cidr),
  'is-default': ({ isDefault }) => [String(isDefault)],
  state: () => ['available'],
};

/** DescribeVpcs. */
export const describeVpcs = ({ tables, world }: Ec2) =>
  function describe(input: DescribeInput & { readonly VpcIds?: readonly string[] }) {
    refuseIdsWithPages('vpcIds', input.VpcIds, input);
    const { rows, ...next } = pageRows(
      filterRows(rowsByIds(tables.now, 'vpcs', input.VpcIds), input.Filters, filters),
      input,
    );
    return { Vpcs: rows.map((vpc) => toView(vpc, world.accountId)), ...next };
  };

const toView = (vpc: Vpc, OwnerId: string) => ({
  VpcId: vpc.id,
  OwnerId,
  CidrBlock: vpc.cidrBlocks[0]?.cidr,
  CidrBlockAssociationSet: vpc.cidrBlocks.map(({ cidr, associationId }) => ({
    AssociationId: associationId,
    CidrBlock: cidr,
    CidrBlockState: { State: 'associated' },
  })),
  Ipv6CidrBlockAssociationSet: vpc.ipv6CidrBlocks.map(({ cidr, associationId }) => ({
    AssociationId: associationId,
    Ipv6CidrBlock: cidr,
    Ipv6CidrBlockState: { State: 'associated' },
  })),
  DhcpOptionsId: 'dopt-0a1b2c3d4e5f60718',
  InstanceTenancy: 'default',
  IsDefault: vpc.isDefault,
  State: 'available',
  Tags: toTagList(vpc.tags),
});

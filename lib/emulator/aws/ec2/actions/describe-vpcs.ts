import { findRows, pageRows, refuseIdsWithPages, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { Vpc } from '../tables.ts';
import { dhcpOptionsId, toVpcView } from '../vpcs.ts';

const filtersOf = ({ world }: Ec2): FilterTable<Vpc> => ({
  'vpc-id': ({ id }) => [id],
  cidr: ({ cidrBlocks }) => [cidrBlocks[0]?.cidr],
  'cidr-block': ({ cidrBlocks }) => [cidrBlocks[0]?.cidr],
  'cidr-block-association.cidr-block': ({ cidrBlocks }) => cidrBlocks.map(({ cidr }) => cidr),
  'cidr-block-association.association-id': ({ cidrBlocks }) => cidrBlocks.map(({ associationId }) => associationId),
  'cidr-block-association.state': () => ['associated'],
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6CidrBlocks }) => ipv6CidrBlocks.map(({ cidr }) => cidr),
  'ipv6-cidr-block-association.ipv6-pool': ({ ipv6CidrBlocks }) => ipv6CidrBlocks.map(() => 'Amazon'),
  'ipv6-cidr-block-association.association-id': ({ ipv6CidrBlocks }) =>
    ipv6CidrBlocks.map(({ associationId }) => associationId),
  'ipv6-cidr-block-association.state': ({ ipv6CidrBlocks }) => ipv6CidrBlocks.map(() => 'associated'),
  'dhcp-options-id': () => [dhcpOptionsId],
  'is-default': ({ isDefault }) => [String(isDefault)],
  isDefault: ({ isDefault }) => [String(isDefault)],
  'owner-id': () => [world.accountId],
  state: () => ['available'],
});

/** DescribeVpcs. */
export const describeVpcs = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly VpcIds?: readonly string[] }) {
    refuseIdsWithPages('vpcIds', input.VpcIds, input);
    const found = findRows(ec2.tables.now, 'vpcs', { ids: input.VpcIds, filters: input.Filters }, filtersOf(ec2));
    const { rows, ...next } = pageRows(found, input);
    return { Vpcs: rows.map((vpc) => toVpcView(ec2, vpc)), ...next };
  };

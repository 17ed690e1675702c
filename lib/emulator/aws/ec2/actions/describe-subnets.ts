import type { Ec2 } from '../ec2.ts';
import { findRows, pageRows, refuseIdsWithPages, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { ec2Arn } from '../ec2.ts';
import { freeAddressCount } from '../network-interfaces.ts';
import { ipv6AssociationId, toSubnetView } from '../subnets.ts';
import type { Subnet } from '../tables.ts';
import { zoneId } from '../zones.ts';

const hasIpv6 = (subnet: Subnet, value: string) => (subnet.ipv6Cidr === undefined ? [] : [value]);

const filtersOf = (ec2: Ec2): FilterTable<Subnet> => ({
  'subnet-id': ({ id }) => [id],
  'subnet-arn': ({ id }) => [ec2Arn(ec2.world, 'subnet', id)],
  'vpc-id': ({ vpcId }) => [vpcId],
  'availability-zone': ({ zone }) => [zone],
  availabilityZone: ({ zone }) => [zone],
  'availability-zone-id': ({ zone }) => [zoneId(zone)],
  availabilityZoneId: ({ zone }) => [zoneId(zone)],
  'available-ip-address-count': ({ id }) => [String(freeAddressCount(ec2, id))],
  'cidr-block': ({ cidr }) => [cidr],
  cidr: ({ cidr }) => [cidr],
  cidrBlock: ({ cidr }) => [cidr],
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6Cidr }) => [ipv6Cidr],
  'ipv6-cidr-block-association.association-id': (subnet) => hasIpv6(subnet, ipv6AssociationId(subnet)),
  'ipv6-cidr-block-association.state': (subnet) => hasIpv6(subnet, 'associated'),
  'ipv6-native': () => ['false'],
  'enable-dns64': ({ enableDns64 }) => [String(enableDns64)],
  'map-public-ip-on-launch': ({ mapsPublicIp }) => [String(mapsPublicIp)],
  'map-customer-owned-ip-on-launch': () => ['false'],
  'default-for-az': ({ isDefaultForZone }) => [String(isDefaultForZone)],
  defaultForAz: ({ isDefaultForZone }) => [String(isDefaultForZone)],
  'owner-id': () => [ec2.world.accountId],
  'private-dns-name-options-on-launch.hostname-type': ({ hostnames }) => [hostnames.HostnameType],
  'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': ({ hostnames }) => [
    String(hostnames.EnableResourceNameDnsARecord),
  ],
  'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record': ({ hostnames }) => [
    String(hostnames.EnableResourceNameDnsAAAARecord),
  ],
  state: () => ['available'],
});

/** DescribeSubnets. */
export const describeSubnets = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly SubnetIds?: readonly string[] }) {
    refuseIdsWithPages('subnetIds', input.SubnetIds, input);
    const found = findRows(ec2.tables.now, 'subnets', { ids: input.SubnetIds, filters: input.Filters }, filtersOf(ec2));
    const { rows, ...next } = pageRows(found, input);
    return { Subnets: rows.map((subnet) => toSubnetView(ec2, subnet)), ...next };
  };

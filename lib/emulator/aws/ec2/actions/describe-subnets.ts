import { ec2Arn, type Ec2 } from '../ec2.ts';
import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  rowsByIds,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import { freeAddressCount } from '../network-interfaces.ts';
import type { Subnet } from '../tables.ts';
import { toTagList } from '../tags.ts';
import { zoneId } from '../zones.ts';

const filters: FilterTable<Subnet> = {
  'subnet-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
  'availability-zone': ({ zone }) => [zone],
  'availability-zone-id': ({ zone }) => [zoneId(zone)],
  'cidr-block': ({ cidr }) => [cidr],
  'map-public-ip-on-launch': ({ mapsPublicIp }) => [String(mapsPublicIp)],
  'default-for-az': () => ['false'],
  state: () => ['available'],
};

/** DescribeSubnets. */
export const describeSubnets = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly SubnetIds?: readonly string[] }) {
    refuseIdsWithPages('subnetIds', input.SubnetIds, input);
    const found = filterRows(rowsByIds(ec2.tables.now, 'subnets', input.SubnetIds), input.Filters, filters);
    const { rows, ...next } = pageRows(found, input);
    return { Subnets: rows.map((subnet) => toView(ec2, subnet)), ...next };
  };

const toView = (ec2: Ec2, subnet: Subnet) => ({
  SubnetId: subnet.id,
  SubnetArn: ec2Arn(ec2.world, 'subnet', subnet.id),
  VpcId: subnet.vpcId,
  OwnerId: ec2.world.accountId,
  CidrBlock: subnet.cidr,
  Ipv6CidrBlockAssociationSet:
    subnet.ipv6Cidr === undefined
      ? []
      : [
          {
            AssociationId: `subnet-cidr-assoc-${subnet.id.slice('subnet-'.length)}`,
            Ipv6CidrBlock: subnet.ipv6Cidr,
            Ipv6CidrBlockState: { State: 'associated' },
          },
        ],
  AvailabilityZone: subnet.zone,
  AvailabilityZoneId: zoneId(subnet.zone),
  AvailableIpAddressCount: freeAddressCount(ec2, subnet.id),
  DefaultForAz: false,
  MapPublicIpOnLaunch: subnet.mapsPublicIp,
  AssignIpv6AddressOnCreation: false,
  MapCustomerOwnedIpOnLaunch: false,
  EnableDns64: false,
  Ipv6Native: false,
  PrivateDnsNameOptionsOnLaunch: {
    HostnameType: 'ip-name',
    EnableResourceNameDnsARecord: false,
    EnableResourceNameDnsAAAARecord: false,
  },
  State: 'available',
  Tags: toTagList(subnet.tags),
});

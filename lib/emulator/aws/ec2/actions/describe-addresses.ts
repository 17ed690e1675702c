import { AwsError } from '../../aws-error.ts';
import { findRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { toAddressView } from '../elastic-addresses.ts';
import type { ElasticAddress } from '../tables.ts';

const filtersOf = ({ tables, world }: Ec2): FilterTable<ElasticAddress> => ({
  'allocation-id': ({ id }) => [id],
  'association-id': ({ association }) => [association?.id],
  'instance-id': ({ association }) => [
    tables.now.networkInterfaces.get(association?.networkInterfaceId ?? '')?.attachment?.instanceId,
  ],
  'network-border-group': () => [world.region],
  'network-interface-id': ({ association }) => [association?.networkInterfaceId],
  'network-interface-owner-id': ({ association }) => [association && world.accountId],
  'private-ip-address': ({ association }) => [association?.privateIp],
  'public-ip': ({ publicIp }) => [publicIp],
  domain: () => ['vpc'],
});

interface DescribeAddressesInput extends DescribeInput {
  readonly AllocationIds?: readonly string[];
  readonly PublicIps?: readonly string[];
}

/** DescribeAddresses: Elastic IP addresses; there are no pages. */
export const describeAddresses = (ec2: Ec2) =>
  function describe({ AllocationIds, PublicIps, Filters }: DescribeAddressesInput) {
    const { addresses } = ec2.tables.now;
    const unknown = PublicIps?.find((address) => addresses.countBy('public-ip', address) === 0);
    if (unknown !== undefined) throw new AwsError('InvalidAddress.NotFound', `Address '${unknown}' not found.`);
    const wanted = { ids: AllocationIds, filters: Filters };
    const found = findRows(ec2.tables.now, 'addresses', wanted, filtersOf(ec2));
    const named = found.filter(({ publicIp }) => PublicIps?.includes(publicIp) ?? true);
    return { Addresses: named.map((address) => toAddressView(ec2, address)) };
  };

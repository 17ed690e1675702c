// Kinds that a set-up tool lists first and that cannot be made here: the answers of an account that has none.
import { AwsError } from '../../aws-error.ts';
import { filterRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { dhcpOptionsId } from '../vpcs.ts';
import type { Ec2 } from '../ec2.ts';
import type { TagMap } from '../tables.ts';

interface None {
  readonly tags: TagMap;
}

const emptyFilters = (names: readonly string[]): FilterTable<None> =>
  Object.fromEntries(names.map((name) => [name, () => []]));

const keyPairFilters = emptyFilters(['key-pair-id', 'fingerprint', 'key-name']);

interface DescribeKeyPairsInput extends DescribeInput {
  readonly KeyNames?: readonly string[];
  readonly KeyPairIds?: readonly string[];
}

/** DescribeKeyPairs. */
export const describeKeyPairs = () =>
  function describe({ KeyNames, KeyPairIds, Filters }: DescribeKeyPairsInput) {
    const unknown = KeyNames?.[0] ?? KeyPairIds?.[0];
    if (unknown !== undefined) {
      throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${unknown}' does not exist`);
    }
    return { KeyPairs: filterRows<None>([], Filters, keyPairFilters) };
  };

const endpointFilters = emptyFilters([
  ...[
    'ip-address-type',
    'service-name',
    'service-region',
    'vpc-endpoint-id',
    'vpc-endpoint-state',
    'vpc-endpoint-type',
  ],
  'vpc-id',
]);

/** DescribeVpcEndpoints. */
export const describeVpcEndpoints = () =>
  function describe({ VpcEndpointIds, Filters }: DescribeInput & { readonly VpcEndpointIds?: readonly string[] }) {
    if (VpcEndpointIds?.[0] !== undefined) {
      throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${VpcEndpointIds[0]}' does not exist`);
    }
    return { VpcEndpoints: filterRows<None>([], Filters, endpointFilters) };
  };

const dhcpFilters: FilterTable<None & { readonly owner: string }> = {
  'dhcp-options-id': () => [dhcpOptionsId],
  key: () => ['domain-name', 'domain-name-servers'],
  value: () => ['AmazonProvidedDNS'],
  'owner-id': ({ owner }) => [owner],
};

/** DescribeDhcpOptions: the set that every VPC has. */
export const describeDhcpOptions = ({ world }: Ec2) =>
  function describe({ DhcpOptionsIds, Filters }: DescribeInput & { readonly DhcpOptionsIds?: readonly string[] }) {
    const unknown = DhcpOptionsIds?.find((id) => id !== dhcpOptionsId);
    if (unknown !== undefined) {
      throw new AwsError('InvalidDhcpOptionID.NotFound', `The dhcpOption ID '${unknown}' does not exist`);
    }
    const domain = world.region === 'us-east-1' ? 'ec2.internal' : `${world.region}.compute.internal`;
    const rows = filterRows([{ tags: {}, owner: world.accountId }], Filters, dhcpFilters);
    const DhcpOptions = rows.map(({ owner }) => ({
      DhcpOptionsId: dhcpOptionsId,
      OwnerId: owner,
      DhcpConfigurations: [
        { Key: 'domain-name', Values: [{ Value: domain }] },
        { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
      ],
      Tags: [],
    }));
    return { DhcpOptions };
  };

import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireSubnet } from '../subnets.ts';
import type { Subnet } from '../tables.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface Flag {
  readonly Value?: boolean;
}

interface ModifySubnetAttributeInput {
  readonly SubnetId: string;
  readonly MapPublicIpOnLaunch?: Flag;
  readonly AssignIpv6AddressOnCreation?: Flag;
  readonly EnableDns64?: Flag;
  readonly EnableResourceNameDnsARecordOnLaunch?: Flag;
  readonly EnableResourceNameDnsAAAARecordOnLaunch?: Flag;
  readonly PrivateDnsHostnameTypeOnLaunch?: string;
}

const unsupported = [
  ...['MapCustomerOwnedIpOnLaunch', 'CustomerOwnedIpv4Pool'],
  ...['EnableLniAtDeviceIndex', 'DisableLniAtDeviceIndex'],
];

/** ModifySubnetAttribute: one attribute per call. */
export const modifySubnetAttribute = (ec2: Ec2) =>
  function modify(input: ModifySubnetAttributeInput) {
    refuseUnsupported(input, unsupported);
    const subnet = requireSubnet(ec2, input.SubnetId);
    const changes = changesOf(input, subnet);
    const [change] = changes;
    if (!change || changes.length > 1) {
      throw new AwsError('InvalidParameterCombination', 'Fields for one and only one attribute must be specified');
    }
    if (input.AssignIpv6AddressOnCreation?.Value && subnet.ipv6Cidr === undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        `Invalid value 'true' for assignIpv6AddressOnCreation. Subnet must have an IPv6 CIDR block associated with it`,
      );
    }
    if (input.EnableDns64?.Value && subnet.ipv6Cidr === undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        `Invalid value 'true' for enable-dns64. Cannot set enable-dns64 to true unless the subnet (${subnet.id}) has an IPv6 CIDR block associated with it.`,
      );
    }
    ec2.tables.now.subnets.set(subnet.id, { ...subnet, ...change });
    ec2.world.changed();
    return {};
  };

function changesOf(input: ModifySubnetAttributeInput, { hostnames }: Subnet): Partial<Subnet>[] {
  const given = (flag: Flag | undefined, change: (value: boolean) => Partial<Subnet>) =>
    flag === undefined ? [] : [change(flag.Value ?? false)];
  const type = input.PrivateDnsHostnameTypeOnLaunch;
  return [
    ...given(input.MapPublicIpOnLaunch, (mapsPublicIp) => ({ mapsPublicIp })),
    ...given(input.AssignIpv6AddressOnCreation, (assignsIpv6) => ({ assignsIpv6 })),
    ...given(input.EnableDns64, (enableDns64) => ({ enableDns64 })),
    ...given(input.EnableResourceNameDnsARecordOnLaunch, (value) => ({
      hostnames: { ...hostnames, EnableResourceNameDnsARecord: value },
    })),
    ...given(input.EnableResourceNameDnsAAAARecordOnLaunch, (value) => ({
      hostnames: { ...hostnames, EnableResourceNameDnsAAAARecord: value },
    })),
    ...(type === undefined ? [] : [{ hostnames: { ...hostnames, HostnameType: type } }]),
  ];
}

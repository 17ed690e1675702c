import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readInterfaceAddresses, type AddressesInput } from '../interface-addresses.ts';
import { readInterfaceGroups } from '../interface-groups.ts';
import { toInterfaceView } from '../interface-view.ts';
import { createNetworkInterface as addInterface } from '../network-interfaces.ts';
import { requireSubnet } from '../subnets.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface CreateNetworkInterfaceInput extends AddressesInput {
  readonly SubnetId: string;
  readonly Description?: string;
  readonly Groups?: readonly string[];
  readonly ClientToken?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = ['Ipv4Prefixes', 'Ipv4PrefixCount', 'Ipv6Prefixes', 'Ipv6PrefixCount', 'InterfaceType'];

/** CreateNetworkInterface. */
export const createNetworkInterface = (ec2: Ec2) =>
  function create(input: CreateNetworkInterfaceInput) {
    const { tables, world } = ec2;
    refuseUnsupported(input, unsupported);
    const subnet = requireSubnet(ec2, input.SubnetId);
    const groupIds = readInterfaceGroups(ec2, input.Groups, subnet);
    const addresses = readInterfaceAddresses(ec2, subnet, input);
    const tags = readTagSpecifications(input.TagSpecifications, 'network-interface', world.limits.tagsPerResource);
    if (tables.now.networkInterfaces.size >= world.limits.networkInterfaces) {
      throw new AwsError('NetworkInterfaceLimitExceeded', 'The maximum number of network interfaces has been reached.');
    }
    const description = input.Description ?? '';
    const created = addInterface(ec2, { subnetId: subnet.id, description, groupIds, ...addresses, tags });
    world.changed();
    const NetworkInterface = { ...toInterfaceView(ec2, created), Status: 'pending' };
    return { NetworkInterface, ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }) };
  };

import { AwsError } from '../../aws-error.ts';
import { findRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { disassociate } from '../elastic-addresses.ts';
import { createNetworkInterface, refuseAddress } from '../network-interfaces.ts';
import { requireRow } from '../resource-ids.ts';
import { requireSubnet } from '../subnets.ts';
import type { NatGateway } from '../tables.ts';
import { readTagSpecifications, toTagList, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface CreateNatGatewayInput {
  readonly SubnetId?: string;
  readonly AllocationId?: string;
  readonly ConnectivityType?: 'public' | 'private';
  readonly PrivateIpAddress?: string;
  readonly ClientToken?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = [
  ...['AvailabilityMode', 'VpcId', 'AvailabilityZoneAddresses', 'SecondaryAllocationIds'],
  ...['SecondaryPrivateIpAddresses', 'SecondaryPrivateIpAddressCount'],
];

/** Seconds until a new gateway is available, and until a deleted one is gone. */
const settlingSeconds = 90;

const missing = (parameter: string) =>
  new AwsError(
    'MissingParameter',
    `The request must include the ${parameter} parameter. Add the required parameter and retry the request.`,
  );

/** CreateNatGateway, in one subnet. */
export const createNatGateway = (ec2: Ec2) =>
  function create(input: CreateNatGatewayInput) {
    const { tables, world } = ec2;
    refuseUnsupported(input, unsupported);
    if (input.SubnetId === undefined) throw missing('SubnetId');
    const subnet = requireSubnet(ec2, input.SubnetId);
    if (input.PrivateIpAddress !== undefined) refuseAddress(ec2, subnet, input.PrivateIpAddress);
    const address = readAllocation(ec2, input);
    const tags = readTagSpecifications(input.TagSpecifications, 'natgateway', world.limits.tagsPerResource);
    const id = newId(world, 'nat');
    const row = createNetworkInterface(ec2, {
      subnetId: subnet.id,
      groupIds: [],
      description: `Interface for NAT Gateway ${id}`,
      interfaceType: 'nat_gateway',
      attachment: { ownerId: 'amazon-aws' },
      requesterId: world.accountId,
      ...(input.PrivateIpAddress !== undefined && { privateIp: input.PrivateIpAddress }),
    });
    if (address) {
      const association = { id: newId(world, 'eipassoc'), networkInterfaceId: row.id, privateIp: row.privateIp };
      tables.now.addresses.set(address.id, { ...address, association });
    }
    const gateway: NatGateway = {
      id,
      vpcId: subnet.vpcId,
      subnetId: subnet.id,
      connectivity: input.ConnectivityType ?? 'public',
      networkInterfaceId: row.id,
      privateIp: row.privateIp,
      ...(address && { allocationId: address.id, publicIp: address.publicIp }),
      state: 'pending',
      createdAt: world.clock.now(),
      tags,
    };
    tables.now.natGateways.set(id, gateway);
    const view = toView(gateway);
    world.after(settlingSeconds, () => settle(ec2, id, { state: 'available' }));
    world.changed();
    return { ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }), NatGateway: view };
  };

function readAllocation({ tables }: Ec2, { AllocationId, ConnectivityType }: CreateNatGatewayInput) {
  if (ConnectivityType === 'private') {
    if (AllocationId === undefined) return undefined;
    const text = 'AllocationId cannot be specified for a NAT Gateway with Connectivity Type private.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  if (AllocationId === undefined) throw missing('AllocationId');
  const address = requireRow(tables.now, 'addresses', AllocationId);
  if (address.association) {
    throw new AwsError('Resource.AlreadyAssociated', `Elastic IP address [${AllocationId}] is already associated`);
  }
  return address;
}

function settle({ tables, world }: Ec2, id: string, change: Partial<NatGateway>): void {
  const gateway = tables.now.natGateways.get(id);
  if (!gateway || (change.state === 'available' && gateway.state !== 'pending')) return;
  tables.now.natGateways.set(id, { ...gateway, ...change });
  world.changed();
}

/** DeleteNatGateway: its address is free again and its interface gone once it is deleted. */
export const deleteNatGateway = (ec2: Ec2) =>
  function remove({ NatGatewayId }: { readonly NatGatewayId: string }) {
    const { tables, world } = ec2;
    const gateway = requireRow(tables.now, 'natGateways', NatGatewayId);
    if (gateway.state === 'pending' || gateway.state === 'available') {
      tables.now.natGateways.set(gateway.id, { ...gateway, state: 'deleting', deletedAt: world.clock.now() });
      world.after(settlingSeconds, () => {
        for (const address of tables.now.addresses.by('network-interface-id', gateway.networkInterfaceId)) {
          disassociate(ec2, address);
        }
        tables.now.networkInterfaces.delete(gateway.networkInterfaceId);
        settle(ec2, gateway.id, { state: 'deleted' });
      });
      world.changed();
    }
    return { NatGatewayId: gateway.id };
  };

const filters: FilterTable<NatGateway> = {
  'nat-gateway-id': ({ id }) => [id],
  state: ({ state }) => [state],
  'subnet-id': ({ subnetId }) => [subnetId],
  'vpc-id': ({ vpcId }) => [vpcId],
};

interface DescribeNatGatewaysInput extends Omit<DescribeInput, 'Filters'> {
  readonly NatGatewayIds?: readonly string[];
  readonly Filter?: DescribeInput['Filters'];
}

/** DescribeNatGateways. */
export const describeNatGateways = ({ tables }: Ec2) =>
  function describe(input: DescribeNatGatewaysInput) {
    const wanted = { ids: input.NatGatewayIds, filters: input.Filter };
    const { rows, ...next } = pageRows(findRows(tables.now, 'natGateways', wanted, filters), input);
    return { NatGateways: rows.map(toView), ...next };
  };

const toView = (gateway: NatGateway) => ({
  NatGatewayId: gateway.id,
  VpcId: gateway.vpcId,
  SubnetId: gateway.subnetId,
  ConnectivityType: gateway.connectivity,
  State: gateway.state,
  CreateTime: gateway.createdAt,
  ...(gateway.deletedAt !== undefined && { DeleteTime: gateway.deletedAt }),
  NatGatewayAddresses: [
    {
      AllocationId: gateway.allocationId,
      NetworkInterfaceId: gateway.networkInterfaceId,
      PrivateIp: gateway.privateIp,
      PublicIp: gateway.publicIp,
      IsPrimary: true,
      Status: 'succeeded',
    },
  ],
  Tags: toTagList(gateway.tags),
});

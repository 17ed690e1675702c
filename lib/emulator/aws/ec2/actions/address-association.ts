import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { disassociate, requireAddress, type AddressReference } from '../elastic-addresses.ts';
import { requireInstance } from '../instances.ts';
import { refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';
import type { NetworkInterface } from '../tables.ts';

interface AssociateAddressInput extends AddressReference {
  readonly InstanceId?: string;
  readonly NetworkInterfaceId?: string;
  readonly PrivateIpAddress?: string;
  readonly AllowReassociation?: boolean;
}

/** AssociateAddress: moves the address, unless reassociation is forbidden by the request. */
export const associateAddress = (ec2: Ec2) =>
  function associate(input: AssociateAddressInput) {
    const { tables, world } = ec2;
    const address = requireAddress(ec2, input);
    const row = readTarget(ec2, input);
    const privateIp = readPrivateIp(row, input);
    if (tables.now.internetGateways.countBy('attachment.vpc-id', row.vpcId) === 0) {
      throw new AwsError('Gateway.NotAttached', `Network ${row.vpcId} is not attached to any internet gateway`);
    }
    const { association } = address;
    if (association?.networkInterfaceId === row.id && association.privateIp === privateIp) {
      return { AssociationId: association.id };
    }
    if (association && input.AllowReassociation === false) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${address.id} is already associated with associate-id ${association.id}`,
      );
    }
    for (const other of tables.now.addresses.by('network-interface-id', row.id)) {
      if (other.association?.privateIp === privateIp) disassociate(ec2, other);
    }
    const id = newId(world, 'eipassoc');
    const created = { id, networkInterfaceId: row.id, privateIp };
    tables.now.addresses.set(address.id, { ...address, association: created });
    world.changed();
    return { AssociationId: id };
  };

function readPrivateIp(
  { privateIp: primary, secondaryIps }: NetworkInterface,
  { PrivateIpAddress: given = primary }: AssociateAddressInput,
): string {
  if (given === primary || secondaryIps.includes(given)) return given;
  throw new AwsError('InvalidParameterValue', `Invalid value '${given}' for PrivateIpAddress.`);
}

function readTarget(ec2: Ec2, { InstanceId, NetworkInterfaceId }: AssociateAddressInput): NetworkInterface {
  if (NetworkInterfaceId !== undefined) {
    const row = requireInterface(ec2, NetworkInterfaceId);
    refuseRequesterManaged(row);
    return row;
  }
  if (InstanceId === undefined) {
    throw new AwsError('MissingParameter', 'Either instance ID or network interface id must be specified');
  }
  const instance = requireInstance(ec2, InstanceId);
  const own = ec2.tables.now.networkInterfaces.by('attachment.instance-id', instance.id);
  if (own.length > 1) {
    throw new AwsError(
      'InvalidInstanceID',
      `There are multiple interfaces attached to instance '${instance.id}'. Please specify an interface ID for the operation instead.`,
    );
  }
  const [row] = own;
  if (!row) {
    throw new AwsError(
      'InvalidInstanceID',
      `The pending instance '${instance.id}' is not in a valid state for this operation.`,
    );
  }
  return row;
}

interface DisassociateAddressInput {
  readonly AssociationId?: string;
  readonly PublicIp?: string;
}

/** DisassociateAddress. */
export const disassociateAddress = (ec2: Ec2) =>
  function disassociateOne({ AssociationId, PublicIp }: DisassociateAddressInput) {
    const { addresses } = ec2.tables.now;
    if (AssociationId === undefined && PublicIp === undefined) {
      throw new AwsError('MissingParameter', 'Either public IP or association id must be specified');
    }
    const [address] =
      AssociationId === undefined
        ? addresses.by('public-ip', PublicIp ?? '')
        : addresses.by('association-id', AssociationId);
    if (!address) {
      throw AssociationId === undefined
        ? new AwsError('InvalidAddress.NotFound', `Address '${PublicIp}' not found.`)
        : new AwsError('InvalidAssociationID.NotFound', `The association ID '${AssociationId}' does not exist`);
    }
    disassociate(ec2, address);
    ec2.world.changed();
    return {};
  };

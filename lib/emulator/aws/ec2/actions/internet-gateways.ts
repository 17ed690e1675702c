import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { requireRow } from '../resource-ids.ts';
import type { InternetGateway } from '../tables.ts';
import { readTagSpecifications, toTagList, type TagSpecification } from '../tags.ts';
import { requireVpc } from '../vpcs.ts';

/** An internet gateway as replies show it. */
export const toInternetGatewayView = ({ world }: Ec2, { id, vpcId, tags }: InternetGateway) => ({
  InternetGatewayId: id,
  OwnerId: world.accountId,
  Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'available' }],
  Tags: toTagList(tags),
});

/** CreateInternetGateway: attached to nothing. */
export const createInternetGateway = (ec2: Ec2) =>
  function create({ TagSpecifications }: { readonly TagSpecifications?: readonly TagSpecification[] }) {
    const { tables, world } = ec2;
    const tags = readTagSpecifications(TagSpecifications, 'internet-gateway', world.limits.tagsPerResource);
    if (tables.now.internetGateways.size >= world.limits.internetGateways) {
      throw new AwsError('InternetGatewayLimitExceeded', 'The maximum number of internet gateways has been reached.');
    }
    const gateway: InternetGateway = { id: newId(world, 'igw'), tags };
    tables.now.internetGateways.set(gateway.id, gateway);
    world.changed();
    return { InternetGateway: toInternetGatewayView(ec2, gateway) };
  };

interface AttachmentInput {
  readonly InternetGatewayId: string;
  readonly VpcId: string;
}

/** AttachInternetGateway: one gateway per VPC, one VPC per gateway. */
export const attachInternetGateway = (ec2: Ec2) =>
  function attach({ InternetGatewayId, VpcId }: AttachmentInput) {
    const { internetGateways } = ec2.tables.now;
    const gateway = requireRow(ec2.tables.now, 'internetGateways', InternetGatewayId);
    const vpc = requireVpc(ec2, VpcId);
    if (gateway.vpcId !== undefined) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
      );
    }
    if (internetGateways.countBy('attachment.vpc-id', vpc.id) > 0) {
      throw new AwsError('InvalidParameterValue', `Network ${vpc.id} already has an internet gateway attached`);
    }
    internetGateways.set(gateway.id, { ...gateway, vpcId: vpc.id });
    ec2.world.changed();
    return {};
  };

/** DetachInternetGateway: refused while something in the VPC has a public address. */
export const detachInternetGateway = (ec2: Ec2) =>
  function detach({ InternetGatewayId, VpcId }: AttachmentInput) {
    const { internetGateways, networkInterfaces, addresses } = ec2.tables.now;
    const gateway = requireRow(ec2.tables.now, 'internetGateways', InternetGatewayId);
    if (gateway.vpcId !== VpcId) {
      throw new AwsError('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${VpcId}`);
    }
    const isPublic = networkInterfaces
      .by('vpc-id', VpcId)
      .some(({ id, publicIp }) => publicIp !== undefined || addresses.countBy('network-interface-id', id) > 0);
    if (isPublic) {
      throw new AwsError(
        'DependencyViolation',
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
    const { vpcId: _gone, ...detached } = gateway;
    internetGateways.set(gateway.id, detached);
    ec2.world.changed();
    return {};
  };

/** DeleteInternetGateway: only a detached one. */
export const deleteInternetGateway = (ec2: Ec2) =>
  function remove({ InternetGatewayId }: { readonly InternetGatewayId: string }) {
    const { id, vpcId } = requireRow(ec2.tables.now, 'internetGateways', InternetGatewayId);
    if (vpcId !== undefined) {
      throw new AwsError('DependencyViolation', `The internetGateway '${id}' has dependencies and cannot be deleted.`);
    }
    ec2.tables.now.internetGateways.delete(id);
    ec2.world.changed();
    return {};
  };

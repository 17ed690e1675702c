import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { requireInstance } from '../instances.ts';
import { refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';
import type { Instance, NetworkInterface } from '../tables.ts';

interface AttachNetworkInterfaceInput {
  readonly NetworkInterfaceId: string;
  readonly InstanceId: string;
  readonly DeviceIndex: number;
}

/** AttachNetworkInterface: to an instance of the same zone, at a device index that is free; the VPC may be another. */
export const attachNetworkInterface = (ec2: Ec2) =>
  function attach({ NetworkInterfaceId, InstanceId, DeviceIndex }: AttachNetworkInterfaceInput) {
    const { tables, world } = ec2;
    const row = requireInterface(ec2, NetworkInterfaceId);
    const instance = requireInstance(ec2, InstanceId);
    refuseAttachment(ec2, row, instance);
    const others = tables.now.networkInterfaces.by('attachment.instance-id', instance.id);
    if (others.some(({ attachment }) => attachment?.deviceIndex === DeviceIndex)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Instance '${instance.id}' already has an interface attached at device index '${DeviceIndex}'.`,
      );
    }
    const attachment = {
      id: newId(world, 'eni-attach'),
      instanceId: instance.id,
      ownerId: world.accountId,
      deviceIndex: DeviceIndex,
      deleteOnTermination: false,
      attachedAt: world.clock.now(),
    };
    tables.now.networkInterfaces.set(row.id, { ...row, attachment });
    world.changed();
    return { AttachmentId: attachment.id, NetworkCardIndex: 0 };
  };

function refuseAttachment({ tables }: Ec2, row: NetworkInterface, instance: Instance): void {
  if (row.attachment) throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${row.id}] in use.`);
  if (instance.state !== 'running' && instance.state !== 'stopped') {
    throw new AwsError('IncorrectInstanceState', `Instance '${instance.id}' is not 'running' or 'stopped'.`);
  }
  const { subnets } = tables.now;
  if (subnets.get(row.subnetId)?.zone !== subnets.get(instance.subnetId)?.zone) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You may not attach a network interface to an instance if they are not in the same availability zone`,
    );
  }
}

/** DetachNetworkInterface: not the first interface of an instance, and not one of a service. */
export const detachNetworkInterface = (ec2: Ec2) =>
  function detach({ AttachmentId }: { readonly AttachmentId: string }) {
    const { networkInterfaces } = ec2.tables.now;
    const [row] = networkInterfaces.by('attachment.attachment-id', AttachmentId);
    if (!row) {
      throw new AwsError('InvalidAttachmentID.NotFound', `The interface attachment '${AttachmentId}' does not exist`);
    }
    refuseRequesterManaged(row);
    if (row.attachment?.deviceIndex === 0) {
      throw new AwsError(
        'OperationNotPermitted',
        'The network interface at device index 0 and networkCard index 0 cannot be detached.',
      );
    }
    const { attachment: _gone, ...detached } = row;
    networkInterfaces.set(row.id, detached);
    ec2.world.changed();
    return {};
  };

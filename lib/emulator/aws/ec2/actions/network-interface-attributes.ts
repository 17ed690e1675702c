import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readInterfaceGroups, toGroupList } from '../interface-groups.ts';
import { toAttachmentView } from '../interface-view.ts';
import { refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';
import type { NetworkInterface } from '../tables.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface DescribeAttributeInput {
  readonly NetworkInterfaceId: string;
  readonly Attribute?: string;
}

/** DescribeNetworkInterfaceAttribute: one attribute. */
export const describeNetworkInterfaceAttribute = (ec2: Ec2) =>
  function describe({ NetworkInterfaceId, Attribute }: DescribeAttributeInput) {
    const row = requireInterface(ec2, NetworkInterfaceId);
    if (Attribute === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter attribute');
    }
    return { NetworkInterfaceId, ...attributeOf(ec2, row, Attribute) };
  };

function attributeOf(ec2: Ec2, row: NetworkInterface, attribute: string): object {
  switch (attribute) {
    case 'description':
      return { Description: { Value: row.description } };
    case 'groupSet':
      return { Groups: toGroupList(ec2, row.groupIds) };
    case 'sourceDestCheck':
      return { SourceDestCheck: { Value: row.sourceDestCheck } };
    case 'attachment':
      return { Attachment: toAttachmentView(row) };
    default:
      return { AssociatePublicIpAddress: row.publicIp !== undefined };
  }
}

interface ModifyInput {
  readonly NetworkInterfaceId: string;
  readonly Description?: { readonly Value?: string };
  readonly Groups?: readonly string[];
  readonly SourceDestCheck?: { readonly Value?: boolean };
  readonly Attachment?: { readonly AttachmentId?: string; readonly DeleteOnTermination?: boolean };
}

const unsupported = [
  ...['EnaSrdSpecification', 'EnablePrimaryIpv6', 'ConnectionTrackingSpecification'],
  ...['AssociatePublicIpAddress', 'AssociatedSubnetIds'],
];

/** ModifyNetworkInterfaceAttribute: one attribute per call. */
export const modifyNetworkInterfaceAttribute = (ec2: Ec2) =>
  function modify(input: ModifyInput) {
    refuseUnsupported(input, unsupported);
    const row = requireInterface(ec2, input.NetworkInterfaceId);
    refuseRequesterManaged(row);
    const changes = changesOf(ec2, row, input);
    const [change] = changes;
    if (!change || changes.length > 1) {
      throw new AwsError('InvalidParameterCombination', 'Fields for one and only one attribute must be specified');
    }
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, ...change });
    ec2.world.changed();
    return {};
  };

function changesOf(ec2: Ec2, row: NetworkInterface, input: ModifyInput): Partial<NetworkInterface>[] {
  const { Description, Groups, SourceDestCheck, Attachment } = input;
  return [
    ...(Description ? [{ description: Description.Value ?? '' }] : []),
    ...(Groups ? [{ groupIds: readInterfaceGroups(ec2, Groups, { id: row.subnetId, vpcId: row.vpcId }) }] : []),
    ...(SourceDestCheck ? [{ sourceDestCheck: SourceDestCheck.Value ?? false }] : []),
    ...(Attachment ? [{ attachment: readAttachment(row, Attachment) }] : []),
  ];
}

function readAttachment({ attachment }: NetworkInterface, given: NonNullable<ModifyInput['Attachment']>) {
  if (attachment && attachment.id === given.AttachmentId) {
    return { ...attachment, deleteOnTermination: given.DeleteOnTermination ?? attachment.deleteOnTermination };
  }
  throw new AwsError(
    'InvalidAttachmentID.NotFound',
    `The interface attachment '${given.AttachmentId ?? ''}' does not exist`,
  );
}

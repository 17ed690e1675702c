// Instances as replies show them.
import type { Ec2 } from './ec2.ts';
import { images } from './images.ts';
import { toGroupList } from './interface-groups.ts';
import { associationOf, privateDnsName, toInstanceInterfaceView } from './interface-view.ts';
import { interfacesOf, stateCodes } from './instances.ts';
import type { Instance } from './tables.ts';
import { toTagsMember } from './tags.ts';
import { zoneId } from './zones.ts';

/** A state with its code. */
export const toStateView = (Name: Instance['state']) => ({ Code: stateCodes[Name], Name });

/** Why an instance is down, as far as somebody asked for it. */
export function stateReasonOf({ state, stateTransitionReason }: Instance) {
  if (stateTransitionReason === '' || !['stopped', 'stopping', 'shutting-down', 'terminated'].includes(state)) {
    return undefined;
  }
  const Code = 'Client.UserInitiatedShutdown';
  return { Code, Message: `${Code}: User initiated shutdown` };
}

/** An instance; a terminated one has no place in the network any more. */
export function toInstanceView(ec2: Ec2, instance: Instance) {
  const { attributes } = instance;
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type,
    AmiLaunchIndex: instance.launchIndex,
    ClientToken: instance.clientToken,
    ...(instance.keyName !== undefined && { KeyName: instance.keyName }),
    Architecture: images.find(({ id }) => id === instance.imageId)?.architecture ?? 'x86_64',
    State: toStateView(instance.state),
    StateTransitionReason: instance.stateTransitionReason,
    StateReason: stateReasonOf(instance),
    LaunchTime: instance.launchedAt,
    Monitoring: { State: attributes.monitoring ? 'enabled' : 'disabled' },
    MetadataOptions: { State: 'applied', ...instance.metadataOptions },
    EbsOptimized: attributes.ebsOptimized,
    ...machine,
    ...toPlaceView(ec2, instance),
    ...instance.options,
    ...toTagsMember(instance.tags),
  };
}

/** What is the same for every emulated machine. */
const machine = {
  EnaSupport: true,
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  RootDeviceType: 'ebs',
  RootDeviceName: '/dev/xvda',
  BlockDeviceMappings: [],
  ProductCodes: [],
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  HibernationOptions: { Configured: false },
  EnclaveOptions: { Enabled: false },
  MaintenanceOptions: { AutoRecovery: 'default', RebootMigration: 'default' },
  CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
};

function toPlaceView(ec2: Ec2, instance: Instance) {
  const zone = ec2.tables.now.subnets.get(instance.subnetId)?.zone;
  const Placement = {
    GroupName: '',
    Tenancy: 'default',
    ...instance.placement,
    AvailabilityZone: zone,
    AvailabilityZoneId: zone === undefined ? undefined : zoneId(zone),
  };
  const rows = interfacesOf(ec2, instance);
  const primary = rows.find(({ id }) => id === instance.networkInterfaceId);
  if (!primary) {
    const nowhere = { SecurityGroups: [], NetworkInterfaces: [], PrivateDnsName: '', PublicDnsName: '' };
    return { Placement, ...nowhere };
  }
  const association = associationOf(ec2, primary, primary.privateIp);
  return {
    Placement,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
    PrivateIpAddress: primary.privateIp,
    PrivateDnsName: privateDnsName(ec2.world.region, primary.privateIp),
    PublicDnsName: association?.PublicDnsName ?? '',
    ...(association && { PublicIpAddress: association.PublicIp }),
    ...(primary.ipv6Addresses[0] !== undefined && { Ipv6Address: primary.ipv6Addresses[0] }),
    SecurityGroups: toGroupList(ec2, primary.groupIds),
    NetworkInterfaces: rows.map((row) => toInstanceInterfaceView(ec2, row)),
    SourceDestCheck: primary.sourceDestCheck,
    PrivateDnsNameOptions: ec2.tables.now.subnets.get(instance.subnetId)?.hostnames,
  };
}

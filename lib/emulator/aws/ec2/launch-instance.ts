// One instance of a launch, with its interfaces.
import { newId, type Ec2 } from './ec2.ts';
import { readInterfaceAddresses } from './interface-addresses.ts';
import type { PlannedInterface } from './launch.ts';
import type { InstanceAttributes, MetadataOptions } from './machine-rows.ts';
import { createNetworkInterface } from './network-interfaces.ts';
import { newPublicIp } from './public-addresses.ts';
import type { Instance, NetworkInterface, TagMap } from './tables.ts';

export interface LaunchPlan {
  readonly reservationId: string;
  readonly imageId: string;
  readonly type: string;
  readonly interfaces: readonly PlannedInterface[];
  readonly clientToken: string;
  readonly attributes: InstanceAttributes;
  readonly metadataOptions: MetadataOptions;
  readonly options: Instance['options'];
  readonly placement: Instance['placement'];
  readonly tags: TagMap;
  readonly interfaceTags: TagMap;
}

/** What RunInstances gives an instance that asks for nothing else (API reference, InstanceMetadataOptionsRequest). */
export const defaultMetadataOptions: MetadataOptions = {
  HttpTokens: 'optional',
  HttpPutResponseHopLimit: 1,
  HttpEndpoint: 'enabled',
  HttpProtocolIpv6: 'disabled',
  InstanceMetadataTags: 'disabled',
};

export const defaultAttributes: InstanceAttributes = {
  disableApiTermination: false,
  disableApiStop: false,
  ebsOptimized: false,
  instanceInitiatedShutdownBehavior: 'stop',
  monitoring: false,
};

/** A pending instance. */
export function addInstance(ec2: Ec2, plan: LaunchPlan, launchIndex: number): Instance {
  const { world, tables } = ec2;
  const { interfaces, interfaceTags: _interfaceTags, ...rest } = plan;
  const id = newId(world, 'i');
  const [primary] = interfaces.map((planned) => connect(ec2, id, planned, plan));
  if (!primary) throw new Error('a launch has at least one interface');
  const instance: Instance = {
    ...rest,
    id,
    launchIndex,
    vpcId: primary.vpcId,
    subnetId: primary.subnetId,
    privateIp: primary.privateIp,
    networkInterfaceId: primary.id,
    state: 'pending',
    stateTransitionReason: '',
    launchedAt: world.clock.now(),
  };
  tables.now.instances.set(id, instance);
  return instance;
}

function connect(ec2: Ec2, instanceId: string, planned: PlannedInterface, plan: LaunchPlan): NetworkInterface {
  const { world, tables } = ec2;
  const { present, subnet, groupIds, specification, deviceIndex } = planned;
  const deleteOnTermination = specification.DeleteOnTermination ?? !present;
  const place = { instanceId, ownerId: world.accountId, deviceIndex, deleteOnTermination };
  if (present) {
    const attachment = { id: newId(world, 'eni-attach'), ...place, attachedAt: world.clock.now() };
    const attached: NetworkInterface = { ...present, attachment };
    tables.now.networkInterfaces.set(present.id, attached);
    return attached;
  }
  const isPublic = specification.AssociatePublicIpAddress ?? (subnet.mapsPublicIp && plan.interfaces.length === 1);
  return createNetworkInterface(ec2, {
    subnetId: subnet.id,
    groupIds,
    description: specification.Description ?? '',
    ...readInterfaceAddresses(ec2, subnet, specification),
    attachment: place,
    ...(isPublic && deviceIndex === 0 && { publicIp: newPublicIp(ec2) }),
    tags: plan.interfaceTags,
  });
}

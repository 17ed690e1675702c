// Rows of instances and of the network interfaces that connect them, and load balancers, to subnets.
import type { TagMap } from './tag-map.ts';

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface Instance {
  readonly id: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly imageId: string;
  readonly type: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  /** The interface of device index 0; the others name the instance in their attachment. */
  readonly networkInterfaceId: string;
  readonly state: InstanceState;
  /** e.g. `User initiated (2026-01-01 00:00:00 GMT)` */
  readonly stateTransitionReason: string;
  /** Milliseconds since the epoch. */
  readonly launchedAt: number;
  readonly terminatedAt?: number;
  readonly keyName?: string;
  readonly clientToken: string;
  readonly attributes: InstanceAttributes;
  readonly metadataOptions: MetadataOptions;
  /** Members of the request that only come back, e.g. `HibernationOptions`. */
  readonly options: Readonly<Record<string, object>>;
  readonly placement: object;
  readonly tags: TagMap;
}

export interface InstanceAttributes {
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly ebsOptimized: boolean;
  readonly instanceInitiatedShutdownBehavior: string;
  readonly monitoring: boolean;
  /** Base64, as given. */
  readonly userData?: string;
}

/** Members as the API names them. */
export interface MetadataOptions {
  readonly HttpTokens: string;
  readonly HttpPutResponseHopLimit: number;
  readonly HttpEndpoint: string;
  readonly HttpProtocolIpv6: string;
  readonly InstanceMetadataTags: string;
}

export interface NetworkInterface {
  readonly id: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly secondaryIps: readonly string[];
  readonly ipv6Addresses: readonly string[];
  /** Blocks delegated to the interface, from which a node gives its Pods addresses. */
  readonly ipv4Prefixes: readonly string[];
  /** An address AWS lent, not an Elastic one. */
  readonly publicIp?: string;
  readonly macAddress: string;
  readonly groupIds: readonly string[];
  readonly sourceDestCheck: boolean;
  readonly interfaceType: string;
  readonly attachment?: InterfaceAttachment;
  /** Made by a service such as `amazon-elb`: not deletable by the account. */
  readonly requesterId?: string;
  readonly tags: TagMap;
}

export interface InterfaceAttachment {
  readonly id: string;
  /** Absent on interfaces of services. */
  readonly instanceId?: string;
  readonly ownerId: string;
  readonly deviceIndex: number;
  readonly deleteOnTermination: boolean;
  /** Milliseconds since the epoch. */
  readonly attachedAt: number;
}

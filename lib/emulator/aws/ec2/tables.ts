// The rows of EC2: networks, security groups, instances and network interfaces, referring to each other by id.
import { createTables, type Tables } from '../tables.ts';

export type TagMap = Readonly<Record<string, string>>;

export interface Vpc {
  readonly id: string;
  /** The first one is the primary block. */
  readonly cidrBlocks: readonly { readonly cidr: string; readonly associationId: string }[];
  readonly ipv6CidrBlocks: readonly { readonly cidr: string; readonly associationId: string }[];
  readonly isDefault: boolean;
  readonly tags: TagMap;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  /** e.g. `us-west-2a` */
  readonly zone: string;
  readonly mapsPublicIp: boolean;
  readonly tags: TagMap;
}

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly { readonly destination: string; readonly gatewayId: string }[];
  readonly tags: TagMap;
}

export interface InternetGateway {
  readonly id: string;
  /** Absent while detached. */
  readonly vpcId?: string;
  readonly tags: TagMap;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly rules: readonly SecurityGroupRule[];
  readonly tags: TagMap;
}

/** One permission: a protocol, a port range and exactly one peer. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` or a protocol number. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: Peer;
  readonly description?: string;
  readonly tags: TagMap;
}

export type Peer =
  | { readonly kind: 'ipv4'; readonly value: string }
  | { readonly kind: 'ipv6'; readonly value: string }
  | { readonly kind: 'prefix-list'; readonly value: string }
  | { readonly kind: 'group'; readonly value: string };

export interface Instance {
  readonly id: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  /** Milliseconds since the epoch. */
  readonly launchedAt: number;
  readonly tags: TagMap;
}

export interface NetworkInterface {
  readonly id: string;
  readonly description: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  readonly macAddress: string;
  readonly groupIds: readonly string[];
  readonly attachment?: { readonly id: string; readonly instanceId?: string; readonly ownerId: string };
  /** Made by a service such as `amazon-elb`: not deletable by the account. */
  readonly requesterId?: string;
  readonly tags: TagMap;
}

export interface Ec2Rows {
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly routeTables: Map<string, RouteTable>;
  readonly internetGateways: Map<string, InternetGateway>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly instances: Map<string, Instance>;
  readonly networkInterfaces: Map<string, NetworkInterface>;
}

export type Ec2Tables = Tables<Ec2Rows>;

/** Tables without a single resource. */
export const createEc2Tables = (): Ec2Tables =>
  createTables<Ec2Rows>(() => ({
    vpcs: new Map(),
    subnets: new Map(),
    routeTables: new Map(),
    internetGateways: new Map(),
    securityGroups: new Map(),
    instances: new Map(),
    networkInterfaces: new Map(),
  }));

// Rows of the network: VPCs, subnets, routes, gateways and addresses.
import type { TagMap } from './tag-map.ts';

export interface BlockAssociation {
  readonly cidr: string;
  readonly associationId: string;
}

export interface Vpc {
  readonly id: string;
  /** The first one is the primary block. */
  readonly cidrBlocks: readonly BlockAssociation[];
  readonly ipv6CidrBlocks: readonly BlockAssociation[];
  readonly isDefault: boolean;
  readonly tenancy: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
  readonly tags: TagMap;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  /** e.g. `us-west-2a` */
  readonly zone: string;
  readonly isDefaultForZone: boolean;
  readonly mapsPublicIp: boolean;
  readonly assignsIpv6: boolean;
  readonly enableDns64: boolean;
  readonly hostnames: SubnetHostnames;
  readonly tags: TagMap;
}

/** How instances of a subnet are named. */
export interface SubnetHostnames {
  readonly HostnameType: string;
  readonly EnableResourceNameDnsARecord: boolean;
  readonly EnableResourceNameDnsAAAARecord: boolean;
}

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly associations: readonly RouteTableAssociation[];
  readonly routes: readonly Route[];
  readonly tags: TagMap;
}

/** With a subnet, or as the VPC's main table. */
export interface RouteTableAssociation {
  readonly id: string;
  readonly subnetId?: string;
}

export interface Route {
  readonly destination: RouteDestination;
  readonly target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
}

export type DestinationMember = 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId';

export interface RouteDestination {
  readonly member: DestinationMember;
  readonly value: string;
}

export interface RouteTarget {
  /** Member of a route that names it, e.g. `GatewayId`. */
  readonly member: string;
  /** `local` for the routes inside the VPC. */
  readonly id: string;
}

/** The one access control list of a VPC, which lets everything through. */
export interface NetworkAcl {
  readonly id: string;
  readonly vpcId: string;
  readonly tags: TagMap;
}

export interface InternetGateway {
  readonly id: string;
  /** Absent while detached. */
  readonly vpcId?: string;
  readonly tags: TagMap;
}

export interface EgressOnlyGateway {
  readonly id: string;
  readonly vpcId: string;
  readonly tags: TagMap;
}

export interface NatGateway {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivity: string;
  readonly allocationId?: string;
  readonly networkInterfaceId: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  readonly state: 'pending' | 'available' | 'deleting' | 'deleted';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly deletedAt?: number;
  readonly tags: TagMap;
}

/** An Elastic IP address; its id is the allocation id. */
export interface ElasticAddress {
  readonly id: string;
  readonly publicIp: string;
  readonly association?: AddressAssociation;
  readonly tags: TagMap;
}

export interface AddressAssociation {
  readonly id: string;
  readonly networkInterfaceId: string;
  readonly privateIp: string;
}

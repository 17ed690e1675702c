// The rows of EC2: networks, security groups, instances, network interfaces and addresses, referring to each other by id.
import { createTables, type Tables } from '../tables.ts';
import { IndexedRows, type IndexKeys } from './indexed-rows.ts';
import type { Instance, NetworkInterface } from './machine-rows.ts';
import type { SecurityGroup } from './security-group-rows.ts';
import type {
  EgressOnlyGateway,
  ElasticAddress,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  RouteTable,
  Subnet,
  Vpc,
} from './network-rows.ts';
import type { ManagedPrefixList } from './prefix-list-rows.ts';

export type { Instance, NetworkInterface } from './machine-rows.ts';
export type { Peer, SecurityGroup, SecurityGroupRule } from './security-group-rows.ts';
export type {
  EgressOnlyGateway,
  ElasticAddress,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
} from './network-rows.ts';

export type { TagMap } from './tag-map.ts';

/** An answer kept for a client token, so that the same request is not done twice. */
export interface RememberedAnswer {
  readonly at: number;
  readonly request: string;
  readonly answer: object;
}

/** What Describe calls can list. */
export interface Ec2Rows {
  readonly vpcs: IndexedRows<Vpc>;
  readonly subnets: IndexedRows<Subnet>;
  readonly routeTables: IndexedRows<RouteTable>;
  readonly networkAcls: IndexedRows<NetworkAcl>;
  readonly internetGateways: IndexedRows<InternetGateway>;
  readonly egressOnlyGateways: IndexedRows<EgressOnlyGateway>;
  readonly natGateways: IndexedRows<NatGateway>;
  readonly addresses: IndexedRows<ElasticAddress>;
  readonly securityGroups: IndexedRows<SecurityGroup>;
  readonly prefixLists: IndexedRows<ManagedPrefixList>;
  readonly instances: IndexedRows<Instance>;
  readonly networkInterfaces: IndexedRows<NetworkInterface>;
}

export interface Ec2State extends Ec2Rows {
  /** By action and client token. */
  readonly answers: Map<string, RememberedAnswer>;
}

/** What a table holds. */
export type RowOf<Table extends keyof Ec2Rows> = Ec2Rows[Table] extends IndexedRows<infer Row> ? Row : never;

export type Ec2Tables = Tables<Ec2State>;

const interfaceKeys: IndexKeys<NetworkInterface> = {
  'subnet-id': ({ subnetId }) => [subnetId],
  'vpc-id': ({ vpcId }) => [vpcId],
  'group-id': ({ groupIds }) => groupIds,
  description: ({ description }) => [description],
  'private-ip-address': ({ privateIp }) => [privateIp],
  'attachment.attachment-id': ({ attachment }) => [attachment?.id],
  'attachment.instance-id': ({ attachment }) => [attachment?.instanceId],
  'subnet-address': ({ subnetId, privateIp, secondaryIps, ipv6Addresses }) =>
    [privateIp, ...secondaryIps, ...ipv6Addresses].map((address) => `${subnetId} ${address}`),
};

const groupKeys: IndexKeys<SecurityGroup> = {
  'vpc-id': ({ vpcId }) => [vpcId],
  'group-name': ({ name }) => [name],
  'vpc-name': ({ vpcId, name }) => [`${vpcId} ${name.toLowerCase()}`],
  'rule-id': ({ rules }) => rules.map(({ id }) => id),
  'peer-id': ({ rules }) => rules.map(({ peer }) => peer.value),
};

const instanceKeys: IndexKeys<Instance> = {
  'subnet-id': ({ subnetId }) => [subnetId],
  'vpc-id': ({ vpcId }) => [vpcId],
  'private-ip-address': ({ privateIp }) => [privateIp],
  'instance-state-name': ({ state }) => [state],
};

const empty = (): Ec2State => ({
  vpcs: new IndexedRows<Vpc>({ 'is-default': ({ isDefault }) => [String(isDefault)] }),
  subnets: new IndexedRows<Subnet>({ 'vpc-id': ({ vpcId }) => [vpcId] }),
  routeTables: new IndexedRows<RouteTable>({
    'vpc-id': ({ vpcId }) => [vpcId],
    'association.route-table-association-id': ({ associations }) => associations.map(({ id }) => id),
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'target-id': ({ routes }) => routes.map(({ target }) => target.id),
  }),
  networkAcls: new IndexedRows<NetworkAcl>({ 'vpc-id': ({ vpcId }) => [vpcId] }),
  internetGateways: new IndexedRows<InternetGateway>({ 'attachment.vpc-id': ({ vpcId }) => [vpcId] }),
  egressOnlyGateways: new IndexedRows<EgressOnlyGateway>({ 'vpc-id': ({ vpcId }) => [vpcId] }),
  natGateways: new IndexedRows<NatGateway>({
    'vpc-id': ({ vpcId }) => [vpcId],
    'subnet-id': ({ subnetId }) => [subnetId],
  }),
  addresses: new IndexedRows<ElasticAddress>({
    'public-ip': ({ publicIp }) => [publicIp],
    'association-id': ({ association }) => [association?.id],
    'network-interface-id': ({ association }) => [association?.networkInterfaceId],
  }),
  securityGroups: new IndexedRows<SecurityGroup>(groupKeys),
  prefixLists: new IndexedRows<ManagedPrefixList>({ 'prefix-list-name': ({ name }) => [name] }),
  instances: new IndexedRows<Instance>(instanceKeys),
  networkInterfaces: new IndexedRows<NetworkInterface>(interfaceKeys),
  answers: new Map(),
});

/** Tables without a single resource. */
export function createEc2Tables(): Ec2Tables {
  const tables = createTables(empty);
  return {
    get now() {
      return tables.now;
    },
    state: { save: tables.state.save, restore: (saved) => tables.state.restore(indexed(saved as Ec2State)) },
    reset: tables.reset,
  };
}

/** A saved state is a clone, whose tables have lost their indexes. */
function indexed(saved: Ec2State): Ec2State {
  const fresh = empty();
  const tables = Object.entries(fresh).map(([name, table]) => {
    const rows = saved[name as keyof Ec2State] as unknown as ReadonlyMap<string, never>;
    return [name, table instanceof IndexedRows ? table.withRows(rows) : rows];
  });
  return Object.fromEntries(tables) as Ec2State;
}

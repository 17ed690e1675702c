// The account everything starts in: a VPC with public and private subnets in three zones, node instances, one issued
// certificate, one web ACL, as an EKS user would have prepared it.
import type { Acm } from './acm/acm.ts';
import { newCertificateArn } from './acm/acm.ts';
import { issuedCertificate } from './acm/issue.ts';
import { parseImport, type ImportMaterial } from './acm/parse-certificate.ts';
import { newId, type Ec2 } from './ec2/ec2.ts';
import { createNetworkInterface } from './ec2/network-interfaces.ts';
import type { Peer, SecurityGroup, SecurityGroupRule } from './ec2/tables.ts';
import { zoneNames } from './ec2/zones.ts';
import type { Waf } from './wafv2/service.ts';

/** What is in the initial account, by role. Valid until `reset`, which makes it anew (with the same ids). */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  readonly vpcId: string;
  readonly zones: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly defaultSecurityGroupId: string;
  /** Tagged `kubernetes.io/cluster/<name>: owned`; worn by every node. */
  readonly nodeSecurityGroupId: string;
  readonly nodes: readonly NodeInstance[];
  /** ISSUED, for `*.example.com` and `example.com`. */
  readonly certificateArn: string;
  readonly certificatePem: string;
  readonly webAclArn: string;
}

/** An instance that is a Kubernetes node. */
export interface NodeInstance {
  readonly instanceId: string;
  readonly privateIp: string;
  readonly zone: string;
  /** As `spec.providerID` of a Node: `aws:///us-west-2a/i-0…` */
  readonly providerId: string;
  /** As the Node's name: `ip-10-0-128-10.us-west-2.compute.internal` */
  readonly privateDnsName: string;
}

export interface AccountParts {
  readonly ec2: Ec2;
  readonly acm: Acm;
  readonly waf: Waf;
  readonly clusterName: string;
  readonly certificate: ImportMaterial;
}

const vpcCidr = '10.0.0.0/16';
const podCidr = '10.244.0.0/16';

/** Fills empty services with the initial account. */
export function createAccount(parts: AccountParts): Account {
  const { ec2, clusterName } = parts;
  const { accountId, region } = ec2.world;
  const vpcId = createVpc(ec2, clusterName);
  const zones = zoneNames(region);
  const publicSubnetIds = zones.map((zone, index) => createSubnet(parts, { vpcId, zone, index, isPublic: true }));
  const privateSubnetIds = zones.map((zone, index) => createSubnet(parts, { vpcId, zone, index, isPublic: false }));
  createRoutes(ec2, vpcId, publicSubnetIds, privateSubnetIds);
  const defaultSecurityGroupId = createGroup(ec2, {
    vpcId,
    name: 'default',
    description: 'default VPC security group',
    tags: {},
  });
  const nodeSecurityGroupId = createGroup(ec2, {
    vpcId,
    name: `eks-cluster-sg-${clusterName}`,
    description: 'EKS created security group applied to the nodes',
    tags: { Name: `eks-cluster-sg-${clusterName}`, [`kubernetes.io/cluster/${clusterName}`]: 'owned' },
  });
  const account = {
    accountId,
    region,
    clusterName,
    vpcId,
    zones,
    publicSubnetIds,
    privateSubnetIds,
    defaultSecurityGroupId,
    nodeSecurityGroupId,
  };
  return {
    ...account,
    nodes: privateSubnetIds.map((subnetId, index) =>
      createNode(ec2, { subnetId, nodeSecurityGroupId, clusterName, privateIp: `10.0.${128 + 16 * index}.10` }),
    ),
    certificateArn: createCertificate(parts),
    certificatePem: parts.certificate.certificatePem,
    webAclArn: createWebAcl(parts.waf),
  };
}

function createVpc({ world, tables }: Ec2, clusterName: string): string {
  const id = newId(world, 'vpc');
  const cidrBlocks = [vpcCidr, podCidr].map((cidr) => ({ cidr, associationId: newId(world, 'vpc-cidr-assoc') }));
  tables.now.vpcs.set(id, { id, cidrBlocks, ipv6CidrBlocks: [], isDefault: false, tags: { Name: clusterName } });
  return id;
}

interface SubnetPlan {
  readonly vpcId: string;
  readonly zone: string;
  readonly index: number;
  readonly isPublic: boolean;
}

/** Public subnets are 10.0.0.0/20 …, private ones 10.0.128.0/20 …; role tags as the AWS Load Balancer Controller expects. */
function createSubnet({ ec2, clusterName }: AccountParts, { vpcId, zone, index, isPublic }: SubnetPlan): string {
  const id = newId(ec2.world, 'subnet');
  ec2.tables.now.subnets.set(id, {
    id,
    vpcId,
    cidr: `10.0.${(isPublic ? 0 : 128) + 16 * index}.0/20`,
    zone,
    mapsPublicIp: isPublic,
    tags: {
      Name: `${clusterName}-${isPublic ? 'public' : 'private'}-${zone}`,
      [`kubernetes.io/cluster/${clusterName}`]: 'shared',
      [isPublic ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb']: '1',
    },
  });
  return id;
}

function createRoutes(
  { world, tables }: Ec2,
  vpcId: string,
  publicSubnetIds: readonly string[],
  privateSubnetIds: readonly string[],
): void {
  const gatewayId = newId(world, 'igw');
  const { internetGateways, routeTables } = tables.now;
  internetGateways.set(gatewayId, { id: gatewayId, vpcId, tags: {} });
  const local = [vpcCidr, podCidr].map((destination) => ({ destination, gatewayId: 'local' }));
  const add = (isMain: boolean, subnetIds: readonly string[], routes: typeof local) => {
    const id = newId(world, 'rtb');
    routeTables.set(id, { id, vpcId, isMain, subnetIds, routes, tags: {} });
  };
  add(true, [], local);
  add(false, publicSubnetIds, [...local, { destination: '0.0.0.0/0', gatewayId }]);
  add(false, privateSubnetIds, local);
}

type GroupPlan = Pick<SecurityGroup, 'vpcId' | 'name' | 'description' | 'tags'>;

/** A group whose members reach each other and everything outside. */
function createGroup({ world, tables }: Ec2, plan: GroupPlan): string {
  const id = newId(world, 'sg');
  const allow = (isEgress: boolean, peer: Peer): SecurityGroupRule => ({
    id: newId(world, 'sgr'),
    isEgress,
    protocol: '-1',
    peer,
    tags: {},
  });
  const rules = [allow(false, { kind: 'group', value: id }), allow(true, { kind: 'ipv4', value: '0.0.0.0/0' })];
  tables.now.securityGroups.set(id, { ...plan, id, rules });
  return id;
}

export interface NodePlan {
  readonly subnetId: string;
  readonly nodeSecurityGroupId: string;
  readonly clusterName: string;
  readonly privateIp?: string;
}

/** A running instance in a subnet, as a node of the cluster. */
export function createNode(
  ec2: Ec2,
  { subnetId, nodeSecurityGroupId, clusterName, privateIp }: NodePlan,
): NodeInstance {
  const { world, tables } = ec2;
  const id = newId(world, 'i');
  const networkInterface = createNetworkInterface(ec2, {
    subnetId,
    groupIds: [nodeSecurityGroupId],
    description: '',
    attachment: { instanceId: id, ownerId: world.accountId },
    ...(privateIp !== undefined && { privateIp }),
  });
  const address = networkInterface.privateIp;
  tables.now.instances.set(id, {
    id,
    subnetId,
    privateIp: address,
    networkInterfaceId: networkInterface.id,
    state: 'running',
    launchedAt: world.clock.now(),
    tags: { Name: `${clusterName}-node`, [`kubernetes.io/cluster/${clusterName}`]: 'owned' },
  });
  const zone = tables.now.subnets.get(subnetId)?.zone ?? '';
  const privateDnsName = `ip-${address.replaceAll('.', '-')}.${world.region}.compute.internal`;
  return { instanceId: id, privateIp: address, zone, providerId: `aws:///${zone}/${id}`, privateDnsName };
}

function createCertificate({ acm, certificate }: AccountParts): string {
  const { world, tables } = acm;
  const arn = newCertificateArn(world);
  const now = world.clock.now();
  const parsed = parseImport(certificate, now);
  tables.now.certificates.set(
    arn,
    issuedCertificate({ arn, type: 'AMAZON_ISSUED', material: certificate, parsed, now, tags: {} }),
  );
  return arn;
}

function createWebAcl({ world, tables }: Waf): string {
  const id = world.random.uuid();
  const arn = `arn:aws:wafv2:${world.region}:${world.accountId}:regional/webacl/example/${id}`;
  tables.now.webAcls.set(arn, { arn, id, name: 'example' });
  return arn;
}

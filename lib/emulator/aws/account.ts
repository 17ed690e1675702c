// The account everything starts in: a VPC with public and private subnets in three zones, node instances, one issued
// certificate, one web ACL, as an EKS user would have prepared it.
import type { Acm } from './acm/acm.ts';
import { newCertificateArn } from './acm/acm.ts';
import { issuedCertificate } from './acm/issue.ts';
import { parseImport, type ImportMaterial } from './acm/parse-certificate.ts';
import { newId, type Ec2 } from './ec2/ec2.ts';
import { nodeImageId } from './ec2/images.ts';
import { changeInstance, interfacesOf } from './ec2/instances.ts';
import { privateDnsName } from './ec2/interface-view.ts';
import { addInstance, defaultAttributes, defaultMetadataOptions } from './ec2/launch-instance.ts';
import { addSubnet, requireSubnet } from './ec2/subnets.ts';
import type { Peer, Route, SecurityGroupRule } from './ec2/tables.ts';
import { addRouteTable, addVpc, defaultGroupOf, replaceBlocks, requireVpc } from './ec2/vpcs.ts';
import { zoneNames } from './ec2/zones.ts';
import { newEntity } from './wafv2/entities.ts';
import type { Waf } from './wafv2/waf.ts';

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
  const nodeSecurityGroupId = createNodeGroup(ec2, vpcId, clusterName);
  const account = {
    accountId,
    region,
    clusterName,
    vpcId,
    zones,
    publicSubnetIds,
    privateSubnetIds,
    defaultSecurityGroupId: defaultGroupOf(ec2, vpcId)?.id ?? '',
    nodeSecurityGroupId,
  };
  return {
    ...account,
    nodes: privateSubnetIds.map((subnetId, index) =>
      createNode(ec2, {
        ...{ subnetId, nodeSecurityGroupId, clusterName },
        privateIp: `10.0.${128 + 16 * index}.10`,
        podPrefixes: podPrefixesOf(index),
      }),
    ),
    certificateArn: createCertificate(parts),
    certificatePem: parts.certificate.certificatePem,
    webAclArn: createWebAcl(parts.waf),
  };
}

/** The /28 blocks of 10.244.<index>.0/24, the Pod range of the nth node. */
const podPrefixesOf = (index: number) => Array.from({ length: 16 }, (_, block) => `10.244.${index}.${16 * block}/28`);

/** EKS needs a VPC with host names. */
function createVpc(ec2: Ec2, clusterName: string): string {
  const vpc = addVpc(ec2, { cidr: vpcCidr, enableDnsHostnames: true, tags: { Name: clusterName } });
  const podBlock = { cidr: podCidr, associationId: newId(ec2.world, 'vpc-cidr-assoc') };
  replaceBlocks(ec2, { ...vpc, cidrBlocks: [...vpc.cidrBlocks, podBlock] });
  return vpc.id;
}

interface SubnetPlan {
  readonly vpcId: string;
  readonly zone: string;
  readonly index: number;
  readonly isPublic: boolean;
}

/** Public subnets are 10.0.0.0/20 …, private ones 10.0.128.0/20 …; role tags as the AWS Load Balancer Controller expects. */
function createSubnet({ ec2, clusterName }: AccountParts, { vpcId, zone, index, isPublic }: SubnetPlan): string {
  const { id } = addSubnet(ec2, {
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
  ec2: Ec2,
  vpcId: string,
  publicSubnetIds: readonly string[],
  privateSubnetIds: readonly string[],
): void {
  const { world, tables } = ec2;
  const gatewayId = newId(world, 'igw');
  tables.now.internetGateways.set(gatewayId, { id: gatewayId, vpcId, tags: {} });
  const add = (subnetIds: readonly string[], more: readonly Route[]) => {
    const table = addRouteTable(ec2, requireVpc(ec2, vpcId), { isMain: false, tags: {} });
    const associations = subnetIds.map((subnetId) => ({ id: newId(world, 'rtbassoc'), subnetId }));
    tables.now.routeTables.set(table.id, { ...table, associations, routes: [...table.routes, ...more] });
  };
  add(publicSubnetIds, [
    {
      destination: { member: 'DestinationCidrBlock', value: '0.0.0.0/0' },
      target: { member: 'GatewayId', id: gatewayId },
      origin: 'CreateRoute',
    },
  ]);
  add(privateSubnetIds, []);
}

/** A group whose members reach each other and everything outside. */
function createNodeGroup({ world, tables }: Ec2, vpcId: string, clusterName: string): string {
  const id = newId(world, 'sg');
  const allow = (isEgress: boolean, peer: Peer): SecurityGroupRule => ({
    id: newId(world, 'sgr'),
    isEgress,
    protocol: '-1',
    peer,
    tags: {},
  });
  tables.now.securityGroups.set(id, {
    id,
    vpcId,
    name: `eks-cluster-sg-${clusterName}`,
    description: 'EKS created security group applied to the nodes',
    rules: [allow(false, { kind: 'group', value: id }), allow(true, { kind: 'ipv4', value: '0.0.0.0/0' })],
    tags: { Name: `eks-cluster-sg-${clusterName}`, [`kubernetes.io/cluster/${clusterName}`]: 'owned' },
  });
  return id;
}

export interface NodePlan {
  readonly subnetId: string;
  readonly nodeSecurityGroupId: string;
  readonly clusterName: string;
  readonly privateIp?: string;
  /** Blocks its Pods have addresses from, delegated to its interface as the VPC CNI of EKS asks for them. */
  readonly podPrefixes?: readonly string[];
}

/** A running instance in a subnet, as a node of the cluster. */
export function createNode(
  ec2: Ec2,
  { subnetId, nodeSecurityGroupId, clusterName, privateIp, podPrefixes = [] }: NodePlan,
): NodeInstance {
  const { world } = ec2;
  const subnet = requireSubnet(ec2, subnetId);
  const specification = privateIp === undefined ? {} : { PrivateIpAddress: privateIp };
  const instance = addInstance(
    ec2,
    {
      reservationId: newId(world, 'r'),
      imageId: nodeImageId,
      type: 'm7i.large',
      interfaces: [{ deviceIndex: 0, subnet, groupIds: [nodeSecurityGroupId], specification }],
      clientToken: '',
      attributes: defaultAttributes,
      metadataOptions: { ...defaultMetadataOptions, HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      options: {},
      placement: {},
      tags: { Name: `${clusterName}-node`, [`kubernetes.io/cluster/${clusterName}`]: 'owned' },
      interfaceTags: {},
    },
    0,
  );
  changeInstance(ec2, instance.id, { state: 'running' });
  for (const row of interfacesOf(ec2, instance)) {
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, ipv4Prefixes: podPrefixes });
  }
  return {
    instanceId: instance.id,
    privateIp: instance.privateIp,
    zone: subnet.zone,
    providerId: `aws:///${subnet.zone}/${instance.id}`,
    privateDnsName: privateDnsName(world.region, instance.privateIp),
  };
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
  const entity = newEntity(world, tables.now.webAcls, 'webacl', { Name: 'example', Scope: 'REGIONAL' });
  const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'example' };
  const settings = { DefaultAction: { Allow: {} }, Rules: [], VisibilityConfig };
  tables.now.webAcls.set(entity.arn, { ...entity, capacity: 0, settings });
  return entity.arn;
}

// A cluster as DescribeCluster shows it.
import { createHash } from 'node:crypto';
import { clusterArn, type Eks, type EksCluster } from './eks.ts';

const issuerId = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32).toUpperCase();

/** The members of `cluster`. */
export const clusterView = ({ world }: Eks, cluster: EksCluster) => ({
  name: cluster.name,
  arn: clusterArn(world, cluster.name),
  createdAt: Date.UTC(2025, 0, 1),
  version: cluster.version ?? '1.36',
  endpoint: cluster.endpoint,
  roleArn: `arn:aws:iam::${world.accountId}:role/eks-cluster-${cluster.name}`,
  resourcesVpcConfig: {
    subnetIds: cluster.subnetIds,
    securityGroupIds: [],
    clusterSecurityGroupId: cluster.securityGroupId,
    vpcId: cluster.vpcId,
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
    publicAccessCidrs: ['0.0.0.0/0'],
  },
  kubernetesNetworkConfig: { serviceIpv4Cidr: cluster.serviceIpv4Cidr ?? '172.20.0.0/16', ipFamily: 'ipv4' },
  logging: {
    clusterLogging: [{ types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: false }],
  },
  identity: { oidc: { issuer: `https://oidc.eks.${world.region}.amazonaws.com/id/${issuerId(cluster.name)}` } },
  status: 'ACTIVE',
  certificateAuthority: { data: cluster.certificateAuthorityData },
  platformVersion: 'eks.1',
  health: { issues: [] },
  accessConfig: { authenticationMode: 'API' },
  upgradePolicy: { supportType: 'EXTENDED' },
  deletionProtection: false,
  tags: {},
});

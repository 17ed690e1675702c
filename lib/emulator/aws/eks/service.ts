// EKS as far as a controller asks it: where a cluster's API is.
import { awsModels } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsService } from '../service.ts';
import type { World } from '../world.ts';

/** A cluster as it was announced to the emulator. */
export interface EksCluster {
  readonly name: string;
  /** `https://host:port` of its API. */
  readonly endpoint: string;
  /** CA certificate, base64 of PEM. */
  readonly certificateAuthorityData: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly version?: string;
  readonly serviceIpv4Cidr?: string;
}

export interface Eks {
  readonly world: World;
  readonly clusters: Map<string, EksCluster>;
}

/** EKS without clusters. */
export const createEks = (world: World): Eks => ({ world, clusters: new Map() });

const clusterArn = ({ region, accountId }: World, name: string) => `arn:aws:eks:${region}:${accountId}:cluster/${name}`;

function toView({ world }: Eks, cluster: EksCluster) {
  return {
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
    status: 'ACTIVE',
    certificateAuthority: { data: cluster.certificateAuthorityData },
    platformVersion: 'eks.1',
    accessConfig: { authenticationMode: 'API' },
    tags: {},
  };
}

/** EKS as an endpoint service. Clusters outlive a reset, as the processes behind them do. */
export const createEksService = (eks: Eks): AwsService => ({
  signingName: 'eks',
  model: awsModels.eks,
  actions: {
    DescribeCluster: ({ name }: { readonly name: string }) => {
      const cluster = eks.clusters.get(name);
      if (!cluster) throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404);
      return { cluster: toView(eks, cluster) };
    },
    ListClusters: () => ({ clusters: [...eks.clusters.keys()] }),
  },
  authorization: (action, input) => {
    const { name } = input;
    return [{ action: `eks:${action}`, resource: typeof name === 'string' ? clusterArn(eks.world, name) : '*' }];
  },
  reset: () => undefined,
});

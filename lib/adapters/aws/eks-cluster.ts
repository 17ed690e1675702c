import { Fault } from '../../reconcile/faults.ts';
import type { AwsClients } from './clients.ts';

/** What eks:DescribeCluster knows of how to reach a cluster. */
export interface EksCluster {
  readonly endpoint: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly vpcId: string;
}

/** Asks once and remembers; a failed ask is not remembered. */
export function eksClusterSource(clients: AwsClients, cluster: string): () => Promise<EksCluster> {
  let asked: Promise<EksCluster> | undefined;
  return () => {
    asked ??= describe(clients, cluster);
    asked.catch(() => (asked = undefined));
    return asked;
  };
}

async function describe(clients: AwsClients, name: string): Promise<EksCluster> {
  const { DescribeClusterCommand } = await import('@aws-sdk/client-eks');
  const client = await clients.eks();
  const { cluster } = await clients.call('DescribeCluster', name, () =>
    client.send(new DescribeClusterCommand({ name })),
  );
  const { endpoint, certificateAuthority, resourcesVpcConfig } = cluster ?? {};
  if (!endpoint || !certificateAuthority?.data || !resourcesVpcConfig?.vpcId) {
    throw new Fault({
      kind: 'unreachable',
      operation: 'DescribeCluster',
      resource: name,
      code: 'ClusterNotReady',
      message: `cluster ${name} has no API endpoint yet`,
    });
  }
  return {
    endpoint,
    certificateAuthority: Buffer.from(certificateAuthority.data, 'base64').toString('utf8'),
    vpcId: resourcesVpcConfig.vpcId,
  };
}

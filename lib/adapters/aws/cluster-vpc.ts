import type { AwsClients } from './clients.ts';
import { tagsFromSdk } from './tag-shapes.ts';

/**
 * The VPC of a cluster: the one that carries `clusterTag`, else the only one there is. Undefined where that does not
 * decide it. Rejects with a Fault.
 */
export async function clusterVpc(clients: AwsClients, clusterTag: string): Promise<string | undefined> {
  const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const { Vpcs = [] } = await clients.call('DescribeVpcs', 'the VPCs of the account', () =>
    client.send(new DescribeVpcsCommand({})),
  );
  const tagged = Vpcs.filter(({ Tags }) => clusterTag in tagsFromSdk(Tags ?? []));
  const candidates = tagged.length > 0 ? tagged : Vpcs;
  return candidates.length === 1 ? candidates[0]?.VpcId : undefined;
}

// Another AWS than the emulated one: the functions' load balancer, network and certificate calls go there; queues, functions
// and the cluster stay here.
import { clusterVpc } from '../../adapters/aws/cluster-vpc.ts';
import { createAwsClients } from '../../adapters/aws/clients.ts';
import type { ClusterId } from '../../core/base/ids.ts';
import { alb } from '../../core/profile/alb.ts';
import { UsageError } from '../io.ts';

/** Service ids as the SDK spells them in `AWS_ENDPOINT_URL_<SERVICE>`. */
const services = ['ELASTIC_LOAD_BALANCING_V2', 'EC2', 'ACM', 'RESOURCE_GROUPS_TAGGING_API', 'WAFV2', 'SHIELD'] as const;

/** Variables that lead a function's SDK clients there. */
export function endpointVariables(url: string): Readonly<Record<string, string>> {
  return Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, url]));
}

/** The VPC to work in; a usage error if the account does not tell which. */
export async function vpcThere(url: string, region: string, cluster: string): Promise<string> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const unlimited = { turn: () => Promise.resolve(), throttled: () => {} };
  const clusterTag = alb.tagKeys.clusterOwned(cluster as ClusterId);
  const found = await clusterVpc(createAwsClients({ endpoint: url, region, credentials }, unlimited), clusterTag);
  if (found === undefined)
    throw new UsageError(`--aws-endpoint ${url}: it has not exactly one VPC; tag the right one ${clusterTag}`);
  return found;
}

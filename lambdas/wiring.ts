// Composition root of the functions that reach clusters and load balancing: settings → ports, once per cold start. The
// only place where adapters meet.
import { createAwsClients } from '../lib/adapters/aws/clients.ts';
import { createAwsReader } from '../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../lib/adapters/aws/aws-writer.ts';
import { type EksCluster, eksClusterSource } from '../lib/adapters/aws/eks-cluster.ts';
import { createFactSource } from '../lib/adapters/aws/fact-source.ts';
import { createRateLimit } from '../lib/adapters/aws/rate-limit.ts';
import { createTargetRegistry } from '../lib/adapters/aws/target-registry.ts';
import { createClusterReader } from '../lib/adapters/kube/cluster-reader.ts';
import { eksTokenSource } from '../lib/adapters/kube/eks-token.ts';
import { createKubeHttp, type KubeHttp } from '../lib/adapters/kube/http.ts';
import { examineTls } from '../lib/adapters/kube/examine-tls.ts';
import { createStatusWriter } from '../lib/adapters/kube/status-writer.ts';
import { createDoorbellSender } from '../lib/adapters/queue/doorbell-sender.ts';
import { type ClusterConfig, environment } from '../lib/config.ts';
import type { ClusterId } from '../lib/core/base/ids.ts';
import type { Profile } from '../lib/core/profile/profile.ts';
import { profileNamed } from '../lib/core/profile/profiles.ts';
import type { Ports } from '../lib/reconcile/ports.ts';
import { settings, sqs, telemetry } from './cell.ts';
import { countFaults } from './count-faults.ts';

export const profile: Profile = profileNamed(process.env[environment.profile] ?? 'alb', settings.defaults);
const now = () => Date.now();
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const aws = createAwsClients({}, createRateLimit(settings.budgets, { now, sleep }), bundlesOf(process.env));

/** Where CA certificates go on their way to ELB; AWS_ENDPOINT_URL is that of SDK clients. */
function bundlesOf(variables: NodeJS.ProcessEnv) {
  const bucket = variables[environment.bundleBucket];
  const endpoint = variables['AWS_ENDPOINT_URL_S3'] ?? variables['AWS_ENDPOINT_URL'];
  return bucket === undefined ? undefined : { bucket, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** The HTTP client of one cluster's API, made once and kept for the life of the instance. */
export function kubeOf(config: ClusterConfig): Promise<KubeHttp> {
  const made = kubes.get(config.cluster) ?? connect(config);
  kubes.set(config.cluster, made);
  made.catch(() => kubes.delete(config.cluster));
  return made;
}

const kubes = new Map<string, Promise<KubeHttp>>();

async function connect(config: ClusterConfig): Promise<KubeHttp> {
  const described = config.endpoint && config.certificateAuthority ? undefined : await eksCluster(config.cluster);
  const token = eksTokenSource(
    config.cluster,
    settings.region,
    { credentials: sqs.config.credentials, sha256: sqs.config.sha256 },
    now,
  );
  const ca = config.certificateAuthority
    ? Buffer.from(config.certificateAuthority, 'base64').toString('utf8')
    : described?.certificateAuthority;
  return createKubeHttp({ server: config.endpoint ?? described?.endpoint ?? '', token, ...(ca ? { ca } : {}) });
}

/** What EKS says of a cluster; asked when configuration does not, and once. */
function eksCluster(cluster: string): Promise<EksCluster> {
  const source = eksClusters.get(cluster) ?? eksClusterSource(aws, cluster);
  eksClusters.set(cluster, source);
  return source();
}

const eksClusters = new Map<string, () => Promise<EksCluster>>();

/** Everything a run for one cluster may touch; `context` is on every line it logs. */
export async function portsOf(
  config: ClusterConfig,
  changesUrl: string,
  context: Readonly<Record<string, string | number>>,
): Promise<Ports> {
  const shared = sharedPorts.get(config.cluster) ?? (await shareable(config));
  sharedPorts.set(config.cluster, shared);
  return countFaults({
    ...shared,
    doorbells: createDoorbellSender(sqs, changesUrl),
    log: telemetry.log({ cluster: config.cluster, ...context }),
  });
}

/** What outlives a run: connections, served versions, believed facts. */
type SharedPorts = Omit<Ports, 'doorbells' | 'log'>;

const sharedPorts = new Map<string, SharedPorts>();

async function shareable(config: ClusterConfig): Promise<SharedPorts> {
  const kube = await kubeOf(config);
  const vpcId = async () => config.vpcId ?? (await eksCluster(config.cluster)).vpcId;
  const clusterTag = (cluster: ClusterId) => profile.tagKeys.clusterOwned(cluster);
  return {
    cluster: createClusterReader(kube),
    status: createStatusWriter(kube, now),
    facts: createFactSource(aws, { vpcId, clusterTag, now }),
    aws: createAwsReader(aws),
    writer: createAwsWriter(aws),
    targets: createTargetRegistry(aws),
    examineTls,
    clock: { now },
  };
}

// The environment contract and the names of a cell: infra writes them, lambdas and the forwarder read them. Nothing else
// is configured through the environment.

/** Names of the variables; the only place where they are spelt. */
export const environment = {
  /** Functions: JSON list of ClusterConfig, the clusters whose cells ring this function. */
  clusters: 'ALBATROSS_CLUSTERS',
  /** Functions: `alb` or `lbc`. */
  profile: 'ALBATROSS_PROFILE',
  /** Functions: JSON of AccountBudgets. */
  budgets: 'ALBATROSS_BUDGETS',
  /** Functions: JSON of ControllerDefaults. */
  defaults: 'ALBATROSS_DEFAULTS',
  /** Functions: name of the bucket through which CA certificates reach ELB. */
  bundleBucket: 'ALBATROSS_BUNDLE_BUCKET',
  /** Functions: digest of the build; part of the applied digest, so that a new build looks at everything once. */
  build: 'ALBATROSS_BUILD',
  /** Forwarder: name of the cluster it runs in. */
  cluster: 'ALBATROSS_CLUSTER',
  /** Forwarder: URL of the cell's `changes` queue. */
  changesQueueUrl: 'ALBATROSS_CHANGES_QUEUE_URL',
  /** Forwarder: JSON list of namespaces whose Secrets it may watch (metadata only). */
  secretNamespaces: 'ALBATROSS_SECRET_NAMESPACES',
} as const;

/** What the functions know of one cluster; what is absent is asked of eks:DescribeCluster when first needed. */
export interface ClusterConfig {
  readonly cluster: string;
  readonly vpcId?: string;
  /** https URL of the Kubernetes API. */
  readonly endpoint?: string;
  /** PEM, base64. */
  readonly certificateAuthority?: string;
}

/** What a platform team decides for all Gateways; the names are those of LBC's controller flags and feature gates. */
export interface ControllerDefaults {
  readonly defaultLoadBalancerScheme?: 'internal' | 'internet-facing';
  readonly defaultSslPolicy?: string;
  readonly defaultTargetType?: 'instance' | 'ip';
  readonly defaultTags?: Readonly<Record<string, string>>;
  readonly enableDefaultTagsLowPriority?: boolean;
  readonly externalManagedTags?: readonly string[];
  readonly enableBackendSecurityGroup?: boolean;
  readonly backendSecurityGroup?: string;
  readonly enableManageBackendSecurityGroupRules?: boolean;
  readonly disableRestrictedSgRules?: boolean;
  readonly albSingleSubnet?: boolean;
}

/** Requests per second and burst that this controller may use of an AWS account, shared by its concurrent instances. */
export interface AccountBudgets {
  readonly describe: Budget;
  readonly modify: Budget;
  readonly targets: Budget;
  readonly other: Budget;
  /** How many instances share the budget: the MaximumConcurrency of the event source mapping. */
  readonly instances: number;
}

export interface Budget {
  readonly perSecond: number;
  readonly burst: number;
}

/** AWS's published per-account bucket sizes for ELBv2, with room left for others. */
export const defaultBudgets: AccountBudgets = {
  describe: { perSecond: 50, burst: 200 },
  modify: { perSecond: 3, burst: 20 },
  targets: { perSecond: 4, burst: 20 },
  other: { perSecond: 3, burst: 20 },
  instances: 1,
};

export type CellQueue = 'changes' | 'reconcile' | 'targets';

/** SQS queue name of a cell; queue names are at most 80 characters (`.fifo` included), cluster names at most 100. */
export function queueName(cluster: string, queue: CellQueue, deadLetter = false): string {
  const base = cluster.length <= 48 ? cluster : `${cluster.slice(0, 39)}-${shortHash(cluster)}`;
  const fifo = queue === 'changes' ? '' : '.fifo';
  return `albatross-${base}-${queue}${deadLetter ? '-dlq' : ''}${fifo}`;
}

/**
 * The cluster whose cell owns a queue, from the queue's ARN: identity comes from the event source, never from a body.
 * Undefined for a queue of no configured cluster.
 */
export function clusterOfQueue(queueArn: string, clusters: readonly ClusterConfig[]): ClusterConfig | undefined {
  const name = queueArn.slice(queueArn.lastIndexOf(':') + 1);
  const queues: readonly CellQueue[] = ['changes', 'reconcile', 'targets'];
  return clusters.find(({ cluster }) =>
    queues.some((queue) => name === queueName(cluster, queue) || name === queueName(cluster, queue, true)),
  );
}

/** FNV-1a, 32 bit, eight hex digits: distinct enough for the few long names of one account. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

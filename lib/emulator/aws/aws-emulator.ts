// The emulated AWS account, assembled: services, endpoint, call log, weather, identities, and the view the load
// balancer data plane serves from.
import { createCallLog, type CallLog } from '../call-log.ts';
import type { Clock } from '../clock.ts';
import type { LoadBalancerSource } from '../data-plane/load-balancer-source.ts';
import { createFaults, type Faults } from '../faults.ts';
import { createRandom } from '../random.ts';
import type { WireHandler } from '../wire.ts';
import { createAccount, createNode, type Account, type NodeInstance, type NodePlan } from './account.ts';
import { exampleCertificate } from './acm/example-certificate.ts';
import { createAwsServices, type AwsServices } from './aws-services.ts';
import type { EksCluster } from './eks/service.ts';
import { createLoadBalancerSource } from './elbv2/load-balancer-source.ts';
import { createAwsEndpoint } from './endpoint.ts';
import { createCallers, type Caller, type Callers } from './iam/callers.ts';
import type { Limits } from './limits.ts';
import type { Buckets } from './s3/objects.ts';
import type { AwsService } from './service.ts';
import { createWorld, type World } from './world.ts';

export interface AwsEmulatorOptions {
  readonly clock: Clock;
  /** Same seed, same calls: same ids. Default 1. */
  readonly seed?: number;
  readonly accountId?: string;
  readonly region?: string;
  /** Name in the `kubernetes.io/cluster/<name>` tags. Default `local`. */
  readonly clusterName?: string;
  /** 0: lifecycles are immediate; 1 (default): as long as in AWS. */
  readonly timeScale?: number;
  /** How far tag search lags behind, in seconds of the clock, whatever the time scale. Default 30. */
  readonly tagSearchLagSeconds?: number;
  /** Who judges targets: a data plane that reports (default), or nobody, and all are healthy after a while. */
  readonly targetHealth?: 'reported' | 'always-healthy';
}

export interface AwsEmulator {
  readonly handle: WireHandler;
  /** Adds a service that lives elsewhere, e.g. SQS. Its owner resets it. */
  register(service: AwsService): void;
  readonly callLog: CallLog;
  readonly faults: Faults;
  /** What is in the initial account; the same ids after `reset`. */
  account(): Account;
  readonly callers: Callers;
  /** An identity for an access key. Without policies it is an administrator, as are keys nobody has set. */
  setCaller(accessKeyId: string, caller: Caller): void;
  /** Overrides quotas until `reset`; throws for a name that is no quota. */
  setLimits(limits: Partial<Limits>): void;
  readonly loadBalancers: LoadBalancerSource;
  readonly buckets: Buckets;
  /** Makes an instance for a Kubernetes node that is not one of the account's; gone after `reset`. */
  addNode(node?: Partial<Pick<NodePlan, 'subnetId' | 'privateIp'>>): NodeInstance;
  /** Makes DescribeCluster know a cluster; network members default to the account's. Survives `reset`. */
  setCluster(cluster: Pick<EksCluster, 'name' | 'endpoint' | 'certificateAuthorityData'> & Partial<EksCluster>): void;
  /** Subscribes the account to Shield Advanced, until `reset`. */
  subscribeToShield(): void;
  /** Back to the initial account: resources, quotas, weather and pending lifecycles. Identities and call log stay. */
  reset(): void;
}

/** A complete emulated account on this clock. */
export async function createAwsEmulator(options: AwsEmulatorOptions): Promise<AwsEmulator> {
  const certificate = await exampleCertificate();
  const { clusterName = 'local' } = options;
  const world = worldOf(options);
  const aws = createAwsServices({
    world,
    targetHealth: options.targetHealth ?? 'reported',
    tagSearchLagSeconds: options.tagSearchLagSeconds ?? 30,
  });
  const callers = createCallers(world.accountId);
  const callLog = createCallLog();
  const faults = createFaults();
  const endpoint = createAwsEndpoint({ world, services: aws.services, callers, callLog, faults });
  const fill = () => fillAccount(world, aws, () => createAccount({ ...aws, clusterName, certificate }));
  let account = fill();

  return {
    handle: endpoint.handle,
    register: endpoint.register,
    callLog,
    faults,
    account: () => account,
    callers,
    setCaller: callers.set,
    setLimits: world.setLimits,
    loadBalancers: createLoadBalancerSource(aws),
    buckets: aws.buckets,
    addNode: (node) => addNode(world, aws, account, node),
    setCluster: (cluster) => void aws.eks.clusters.set(cluster.name, { ...networkOf(account), ...cluster }),
    subscribeToShield: () => {
      aws.shield.tables.now.subscription.isActive = true;
    },
    reset: () => {
      world.reset();
      faults.clear();
      aws.buckets.reset();
      for (const service of aws.services) service.reset();
      account = fill();
    },
  };
}

const worldOf = ({
  clock,
  seed = 1,
  accountId = '123456789012',
  region = 'us-west-2',
  timeScale = 1,
}: AwsEmulatorOptions) => createWorld({ clock, random: createRandom(seed), accountId, region, timeScale });

/** The initial account has always been there, so tag search knows it at once. */
function fillAccount(world: World, { tagIndex }: AwsServices, create: () => Account): Account {
  const account = create();
  tagIndex.reset();
  world.changed();
  return account;
}

function addNode(world: World, { ec2 }: AwsServices, account: Account, node: Partial<NodePlan> = {}): NodeInstance {
  const { privateSubnetIds, nodeSecurityGroupId, clusterName } = account;
  const added = createNode(ec2, { subnetId: privateSubnetIds[0] ?? '', nodeSecurityGroupId, clusterName, ...node });
  world.changed();
  return added;
}

const networkOf = ({ vpcId, privateSubnetIds, nodeSecurityGroupId }: Account) => ({
  vpcId,
  subnetIds: privateSubnetIds,
  securityGroupId: nodeSecurityGroupId,
});

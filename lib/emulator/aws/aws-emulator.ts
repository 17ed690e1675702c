// The emulated AWS account, assembled: services, endpoint, call log, weather, identities, and the view the load
// balancer data plane serves from.
import { createCallLog, type CallLog } from '../call-log.ts';
import type { Clock } from '../clock.ts';
import type { LoadBalancerSource } from '../data-plane/load-balancer-source.ts';
import { createFaults, type Faults } from '../faults.ts';
import { createRandom } from '../random.ts';
import type { WireHandler } from '../wire.ts';
import { createAccount, createNode, type Account, type NodeInstance, type NodePlan } from './account.ts';
import { setStrictFqdn } from './acm/acm.ts';
import { exampleCertificate } from './acm/example-certificate.ts';
import { validateRequest } from './acm/validate-request.ts';
import { createAwsServices, type AwsServices } from './aws-services.ts';
import { entryKey } from './eks/access-entry.ts';
import type { AccessEntry } from './eks/tables.ts';
import type { EksCluster } from './eks/eks.ts';
import { grantAccess, type AccessGrant } from './eks/grant-access.ts';
import { createLoadBalancerSource } from './elbv2/load-balancer-source.ts';
import { createAwsEndpoint } from './endpoint.ts';
import { createCallers, type Caller, type Callers, type Role } from './iam/callers.ts';
import type { Limits } from './limits.ts';
import type { Secret } from './signature/verify-signature.ts';
import type { Buckets } from './s3/buckets.ts';
import type { AwsService } from './service.ts';
import { subscribe } from './shield/shield.ts';
import type { Unmodelled } from './unmodelled.ts';
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
  /**
   * Static credentials. With them every request must be signed with a secret the emulator knows; without, any key may
   * call, and only signatures of keys whose secret it knows (those it issued itself) are judged.
   */
  readonly credentials?: readonly StaticCredentials[];
  /** Whether load balancing refuses certificates without a fully qualified domain name, as AWS does. Default true. */
  readonly strictCertificateFqdn?: boolean;
  /** Who judges targets: a data plane that reports (default), or nobody, and all are healthy after a while. */
  readonly targetHealth?: 'reported' | 'always-healthy';
}

/** An access key, its secret, and who it is; the account's administrator unless given. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly caller?: Caller;
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
  setCaller(accessKeyId: string, caller: Caller, secret?: Secret): void;
  /** Makes a role known that may be assumed. */
  setRole(role: Role): void;
  /** Calls of services and actions that are not here. */
  readonly unmodelled: Unmodelled;
  /** Overrides quotas until `reset`; throws for a name that is no quota. */
  setLimits(limits: Partial<Limits>): void;
  readonly loadBalancers: LoadBalancerSource;
  readonly buckets: Buckets;
  /** Makes an instance for a Kubernetes node that is not one of the account's; gone after `reset`. */
  addNode(node?: Partial<Pick<NodePlan, 'subnetId' | 'privateIp'>>): NodeInstance;
  /** Makes DescribeCluster know a cluster; network members default to the account's. Survives `reset`. */
  setCluster(cluster: Pick<EksCluster, 'name' | 'endpoint' | 'certificateAuthorityData'> & Partial<EksCluster>): void;
  /** Makes an access entry that survives `reset`, as one of a deployed stack. */
  grantAccess(grant: AccessGrant): void;
  /** What an IAM principal is in a cluster, if it has access. */
  accessEntry(clusterName: string, principalArn: string): AccessEntry | undefined;
  /** Subscribes the account to Shield Advanced, until `reset`. */
  subscribeToShield(): void;
  /** Switches the check of `strictCertificateFqdn`; survives `reset`. */
  setStrictCertificateFqdn(isStrict: boolean): void;
  /** Issues a requested certificate, as Amazon does once its domains are validated; rejects unless it is pending. */
  validateCertificate(certificateArn: string): Promise<void>;
  /** Back to the initial account: resources, quotas, weather and pending lifecycles. Identities and call log stay. */
  reset(): void;
}

/** A complete emulated account on this clock. */
export async function createAwsEmulator(options: AwsEmulatorOptions): Promise<AwsEmulator> {
  const certificate = await exampleCertificate();
  const { clusterName = 'local' } = options;
  const world = worldOf(options);
  const callers = signedIn(createCallers(world.accountId), options.credentials ?? []);
  const aws = createAwsServices({
    world,
    callers,
    targetHealth: options.targetHealth ?? 'reported',
    tagSearchLagSeconds: options.tagSearchLagSeconds ?? 30,
    certificates: { strictFqdn: options.strictCertificateFqdn ?? true },
  });
  const callLog = createCallLog();
  const faults = createFaults();
  const endpoint = createAwsEndpoint({ world, services: aws.services, callers, callLog, faults });
  const fill = () => fillAccount(world, aws, () => createAccount({ ...aws, clusterName, certificate }));
  let account = fill();

  return {
    handle: endpoint.handle,
    register: (service) => {
      endpoint.register(service);
      aws.join(service);
    },
    callLog,
    faults,
    account: () => account,
    callers,
    setCaller: callers.set,
    setRole: callers.setRole,
    unmodelled: endpoint.unmodelled,
    setLimits: world.setLimits,
    loadBalancers: createLoadBalancerSource(aws),
    buckets: aws.buckets,
    addNode: (node) => addNode(world, aws, account, node),
    setCluster: (cluster) => void aws.eks.clusters.set(cluster.name, { ...networkOf(account), ...cluster }),
    grantAccess: (grant) => grantAccess(aws.eks, grant),
    accessEntry: (cluster, principalArn) => aws.eks.tables.now.accessEntries.get(entryKey(cluster, principalArn)),
    setStrictCertificateFqdn: (isStrict) => setStrictFqdn(aws.acm, isStrict),
    validateCertificate: (arn) => validateRequest(aws.acm, arn),
    subscribeToShield: () => subscribe(aws.shield),
    reset: () => {
      world.reset();
      faults.clear();
      aws.buckets.reset();
      for (const service of aws.services) service.reset();
      account = fill();
    },
  };
}

/** With static credentials, keys of unknown secret are refused. */
function signedIn(callers: Callers, credentials: readonly StaticCredentials[]): Callers {
  for (const { accessKeyId, secretAccessKey, caller } of credentials) {
    callers.set(accessKeyId, caller ?? callers.find(accessKeyId), { secretAccessKey });
  }
  if (credentials.length > 0) callers.requireSignatures();
  return callers;
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

// The whole emulator: one account, one cluster, the queues, the functions of a synthesized deployment, and the load
// balancers' data plane, each on its own loopback port.
import { createAwsEmulator, type AwsEmulator, type StaticCredentials } from './aws/aws-emulator.ts';
import { clusterAdminPolicy } from './aws/eks/access-policies.ts';
import type { AccessGrant } from './aws/eks/grant-access.ts';
import { type Clock, createClock } from './clock.ts';
import { type Control, type LoadBalancerEntry, startControl } from './control.ts';
import { type AddressMap, defaultAddressMap } from './data-plane/address-map.ts';
import type { IdentityProviderAccess } from './data-plane/authenticate/identity-provider-access.ts';
import type { Readings } from './data-plane/readings.ts';
import { type DataPlane, startDataPlane } from './data-plane/start-data-plane.ts';
import { type ClusterApi, type ClusterApiFactory, emulatedCluster } from './cluster-api.ts';
import { eksAuthenticator } from './eks-authenticator.ts';
import { deployedAccess } from './lambda/deployed-access.ts';
import { createLambdaRuntime, type LambdaRuntime } from './lambda/lambda-runtime.ts';
import type { RuntimeEvent } from './lambda/runtime-event.ts';
import { type DeployedStacks, deployStacks } from './lambda/template/deployed-stacks.ts';
import type { Stack } from './lambda/template/template.ts';
import { lambdaTargets } from './lambda-targets.ts';
import { logDelivery } from './log-delivery.ts';
import { type HttpEndpoint, listenHttp } from './listen-http.ts';
import { createRandom } from './random.ts';
import { createQueues, type Queues } from './sqs/queues.ts';
import { createSqsService } from './sqs/service.ts';
import { trailEvent } from './trail-event.ts';
import { workloadKinds } from './workloads/cluster-client.ts';
import { startWorkloads, type Workloads } from './workloads/start-workloads.ts';

export interface EmulatorOptions {
  readonly clusterName: string;
  /** The synthesized deployment; none: AWS and the cluster only. */
  readonly stacks: readonly Stack[];
  readonly region?: string;
  readonly accountId?: string;
  /** Factor on AWS lifecycles: 0 immediate, 1 realistic. */
  readonly timeScale?: number;
  readonly clock?: Clock;
  readonly seed?: number;
  /** With static credentials the AWS endpoint judges every signature. */
  readonly credentials?: readonly StaticCredentials[];
  /** Whether load balancers take only certificates with a fully qualified domain name, as in AWS; default true. */
  readonly strictCertificateFqdn?: boolean;
  /** Port of the AWS endpoint; 0 takes a free one. */
  readonly port?: number;
  readonly addressMap?: AddressMap;
  /** How load balancers behave where AWS does not say. */
  readonly readings?: Partial<Readings>;
  /** Where the load balancers find identity providers and token issuers. */
  readonly identityProviders?: IdentityProviderAccess;
  /** Further environment variables of every function. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Another Kubernetes API server than the emulated one. */
  readonly cluster?: ClusterApiFactory;
  readonly onEvent?: (event: RuntimeEvent) => void;
  /** Told about what goes wrong inside the emulator itself. */
  readonly onError?: (error: unknown) => void;
}

export interface Emulator {
  readonly aws: AwsEmulator;
  readonly awsEndpoint: string;
  readonly cluster: ClusterApi;
  readonly runtime: LambdaRuntime;
  readonly queues: Queues;
  readonly dataPlane: DataPlane;
  /** Absent where the cluster has Nodes of its own. */
  readonly workloads?: Workloads;
  readonly stacks: DeployedStacks;
  readonly clock: Clock;
  readonly control: string;
  loadBalancers(): readonly LoadBalancerEntry[];
  close(): Promise<void>;
}

/** Starts everything; functions run as soon as messages arrive. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { clusterName, region = 'us-west-2', accountId = '123456789012', seed = 1, timeScale = 1 } = options;
  const clock = options.clock ?? createClock('real');
  const failed = options.onError ?? warn;
  const { credentials = [], strictCertificateFqdn = true } = options;
  const aws = await createAwsEmulator({
    clock,
    seed,
    accountId,
    region,
    clusterName,
    timeScale,
    credentials,
    strictCertificateFqdn,
  });
  const random = createRandom(seed);
  const queues = createQueues({ clock, random, region, accountId });
  aws.register(createSqsService(queues));
  const endpoint = await listenHttp(aws.handle, options.port);

  const deployment = { accountId, region, endpointUrl: endpoint.url };
  const stacks = deployStacks(options.stacks, deployment);
  aws.grantAccess(creatorAccess(clusterName, accountId));
  for (const grant of deployedAccess(stacks)) aws.grantAccess(grant);
  const provisionBuckets = () => {
    for (const { name } of stacks.resources('AWS::S3::Bucket')) aws.buckets.create(name);
  };
  provisionBuckets();
  const { callers, accessEntry } = aws;
  const authenticate = eksAuthenticator({ clusterName, endpointUrl: endpoint.url, clock, callers, accessEntry });
  const cluster = await (options.cluster ?? emulatedCluster)({ clock, seed, authenticate });
  aws.setCluster({
    name: clusterName,
    endpoint: cluster.url,
    certificateAuthorityData: Buffer.from(cluster.caPem).toString('base64'),
    serviceIpv4Cidr,
  });
  const runtime = createLambdaRuntime({
    ...deployment,
    stacks: options.stacks,
    queues,
    callers: aws.callers,
    clock,
    random,
    callerName: ({ environment, name }) => environment['POWERTOOLS_SERVICE_NAME'] ?? name,
    ...(options.functionEnvironment ? { environment: options.functionEnvironment } : {}),
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
  });
  const stopTrail = aws.callLog.subscribe((entry) => {
    const event = trailEvent(entry, aws.callers);
    if (event) runtime.putEvent(event);
  });
  const addressMap = options.addressMap ?? defaultAddressMap;
  const dataPlane = startDataPlane({
    source: aws.loadBalancers,
    clock,
    addressMap,
    seed,
    timeScale,
    onError: failed,
    functions: lambdaTargets(runtime),
    deliverLog: logDelivery(aws.buckets),
    ...(options.readings && { readings: options.readings }),
    ...(options.identityProviders && { identityProviders: options.identityProviders }),
  });
  // A cluster with Nodes has controllers and kubelets of its own; two of them would fight.
  const { items: nodes } = await cluster.workloads.list(workloadKinds.nodes);
  const workloads =
    nodes.length > 0
      ? undefined
      : startWorkloads({
          client: cluster.workloads,
          clock,
          instances: aws.account().nodes,
          addressMap,
          seed,
          timeScale,
          onError: failed,
        });
  const loadBalancers = () => entriesOf(aws, dataPlane);
  const control = await startControl({
    clock,
    callLog: aws.callLog,
    faults: aws.faults,
    loadBalancers,
    publicKey: dataPlane.publicKey,
    setIdentityProviders: dataPlane.setIdentityProviders,
    setStrictCertificateFqdn: (isStrict) => aws.setStrictCertificateFqdn(isStrict),
    validateCertificate: (arn) => aws.validateCertificate(arn),
    setLimits: (limits) => aws.setLimits(limits),
    unmodelled: aws.unmodelled,
    reset: () => {
      aws.reset();
      queues.reset();
      provisionBuckets();
    },
  });
  runtime.start();
  return {
    aws,
    awsEndpoint: endpoint.url,
    cluster,
    runtime,
    queues,
    dataPlane,
    ...(workloads ? { workloads } : {}),
    stacks,
    clock,
    control: control.url,
    loadBalancers,
    close: () => closeAll({ stopTrail, runtime, workloads, dataPlane, control, cluster, endpoint, clock }),
  };
}

/** Where the emulated API server takes ClusterIPs from. */
const serviceIpv4Cidr = '10.96.0.0/12';

/** Whoever creates a cluster is its administrator, unless told otherwise (EKS API reference, CreateAccessConfigRequest). */
const creatorAccess = (clusterName: string, accountId: string): AccessGrant => ({
  clusterName,
  principalArn: `arn:aws:iam::${accountId}:user/admin`,
  policies: [{ policyArn: clusterAdminPolicy }],
});

interface Closing {
  readonly stopTrail: () => void;
  readonly runtime: LambdaRuntime;
  readonly workloads: Workloads | undefined;
  readonly dataPlane: DataPlane;
  readonly control: Control;
  readonly cluster: ClusterApi;
  readonly endpoint: HttpEndpoint;
  readonly clock: Clock;
}

/** From the inside out: who calls before who answers. */
async function closeAll(parts: Closing): Promise<void> {
  parts.stopTrail();
  await parts.runtime.stop();
  await parts.workloads?.close();
  await parts.dataPlane.close();
  await parts.control.close();
  await parts.cluster.close();
  await parts.endpoint.close();
  parts.clock.stop();
}

/** Nobody listens: the process says it. */
function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

function entriesOf(aws: AwsEmulator, dataPlane: DataPlane): readonly LoadBalancerEntry[] {
  return aws.loadBalancers.loadBalancers().map(({ name, arn, dnsName }) => {
    const bound = dataPlane.address(arn);
    return { name, arn, dnsName, address: bound?.address ?? '', ports: bound?.ports ?? {} };
  });
}

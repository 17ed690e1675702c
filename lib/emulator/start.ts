// The whole emulator: one account, one cluster, the queues, the functions of a synthesized deployment, and the load
// balancers' data plane, each on its own loopback port.
import { createAwsEmulator, type AwsEmulator } from './aws/aws-emulator.ts';
import { type Clock, createClock } from './clock.ts';
import { type Control, type LoadBalancerEntry, startControl } from './control.ts';
import { type AddressMap, defaultAddressMap } from './data-plane/address-map.ts';
import { type DataPlane, startDataPlane } from './data-plane/start-data-plane.ts';
import { type ClusterApi, type ClusterApiFactory, emulatedCluster } from './cluster-api.ts';
import { eksAuthenticator } from './eks-authenticator.ts';
import { createLambdaRuntime, type LambdaRuntime } from './lambda/lambda-runtime.ts';
import type { RuntimeEvent } from './lambda/runtime-event.ts';
import { type DeployedStacks, deployStacks } from './lambda/template/deployed-stacks.ts';
import type { Stack } from './lambda/template/template.ts';
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
  /** Port of the AWS endpoint; 0 takes a free one. */
  readonly port?: number;
  readonly addressMap?: AddressMap;
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
  const aws = await createAwsEmulator({ clock, seed, accountId, region, clusterName, timeScale });
  const random = createRandom(seed);
  const queues = createQueues({ clock, random, region, accountId });
  aws.register(createSqsService(queues));
  const endpoint = await listenHttp(aws.handle, options.port);

  const deployment = { accountId, region, endpointUrl: endpoint.url };
  const stacks = deployStacks(options.stacks, deployment);
  const authenticate = eksAuthenticator(stacks, aws.callers);
  const cluster = await (options.cluster ?? emulatedCluster)({ clock, seed, authenticate });
  aws.setCluster({
    name: clusterName,
    endpoint: cluster.url,
    certificateAuthorityData: Buffer.from(cluster.caPem).toString('base64'),
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
  const dataPlane = startDataPlane({ source: aws.loadBalancers, clock, addressMap, seed, timeScale, onError: failed });
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
    setLimits: (limits) => aws.setLimits(limits),
    reset: () => aws.reset(),
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

// The controllers, scheduler, kubelets and kube-proxies of the emulated cluster, as one level-triggered loop: look at
// everything, write what is missing, open and close sockets accordingly; look again whenever something has changed.
import type { Clock } from '../clock.ts';
import { addressLocator, defaultAddressMap, type AddressMap } from '../data-plane/address-map.ts';
import { createRandom } from '../random.ts';
import type { ClusterClient } from './cluster-client.ts';
import { planEndpointSlices } from './controllers/plan-endpoint-slices.ts';
import { planNodes, type WorkerInstance } from './controllers/plan-nodes.ts';
import { planPods } from './controllers/plan-pods.ts';
import { planReplicaSets } from './controllers/plan-replica-sets.ts';
import { planScheduling } from './controllers/plan-scheduling.ts';
import { planServiceAccounts } from './controllers/plan-service-accounts.ts';
import { startEchoServer } from './echo/echo-server.ts';
import { createKubelet, type EchoSite, type Kubelet } from './kubelet/kubelet.ts';
import { createMirror, type Mirror } from './mirror.ts';
import type { Cluster } from './objects.ts';
import { createNodePortProxy, type NodePortProxy } from './proxy/node-port-proxy.ts';
import { planNodePorts } from './proxy/plan-node-ports.ts';
import { createWriter, isOutdated, type Write, type Writer } from './write.ts';

export interface WorkloadsOptions {
  readonly client: ClusterClient;
  readonly clock: Clock;
  /** Instances that are the cluster's nodes; none leaves the Node objects to somebody else. */
  readonly instances?: readonly WorkerInstance[];
  /** Where pod and node addresses live on this machine. */
  readonly addressMap?: AddressMap;
  /** Decides which endpoint a node port picks. */
  readonly seed?: number;
  /** Factor on the time pods take to stop; 0 stops them at once. */
  readonly timeScale?: number;
  /** Told about failures that the next look does not simply repair; a process warning by default. */
  readonly onError?: (error: unknown) => void;
}

export interface Workloads {
  /** Resolves when a look at the whole cluster finds nothing to do. What waits for the clock is not waited for. */
  settled(): Promise<void>;
  /** Stops every server; the objects stay. */
  close(): Promise<void>;
}

/** How often everything is looked at even without news (kube-controller-manager resyncs, too). */
const resyncMs = 30_000;

interface Parts {
  readonly options: WorkloadsOptions;
  readonly mirror: Mirror;
  readonly kubelet: Kubelet;
  readonly proxy: NodePortProxy;
  readonly write: Writer;
  failed(error: unknown): void;
}

/** Starts the workloads; they follow the cluster until they are closed. */
export function startWorkloads(options: WorkloadsOptions): Workloads {
  let closed = false;
  let due = false;
  // One look at a time: two would decide on the same state and write twice.
  let last: Promise<number> = Promise.resolve(0);
  const failed = options.onError ?? warn;

  const lookNext = () =>
    (last = last
      .then(async () => {
        due = false;
        return closed ? 0 : look(parts);
      })
      .catch((error: unknown) => {
        failed(error);
        return 0;
      }));
  const wake = () => {
    if (due || closed) return;
    due = true;
    void lookNext();
  };
  const parts = assemble(options, wake, failed);
  let cancelResync = () => {};
  const resync = () => {
    cancelResync = options.clock.schedule(resyncMs, resync);
    wake();
  };
  resync();
  const listed = parts.mirror.refresh().catch(failed);

  return {
    settled: async () => {
      await listed;
      do {
        await last;
        await parts.mirror.refresh();
      } while ((await lookNext()) > 0);
    },
    close: async () => {
      closed = true;
      cancelResync();
      parts.mirror.close();
      await last;
      await Promise.all([parts.kubelet.close(), parts.proxy.close()]);
    },
  };
}

function assemble(options: WorkloadsOptions, changed: () => void, failed: (error: unknown) => void): Parts {
  const locate = addressLocator(options.addressMap ?? defaultAddressMap);
  return {
    options,
    failed,
    write: createWriter(options.client),
    mirror: createMirror({ client: options.client, changed, failed }),
    kubelet: createKubelet({
      clock: options.clock,
      timeScale: options.timeScale ?? 1,
      changed,
      open: (site) => startEchoServer({ ...echoOptions(site), address: locate(site.podAddress), clock: options.clock }),
    }),
    proxy: createNodePortProxy({ random: createRandom(options.seed ?? 1), locate, failed }),
  };
}

function echoOptions({ port, namespace, pod, environment }: EchoSite) {
  const identity = {
    namespace: environment['NAMESPACE'] ?? namespace,
    ingress: environment['INGRESS_NAME'] ?? '',
    service: environment['SERVICE_NAME'] ?? '',
    pod: environment['POD_NAME'] ?? pod,
    httpPort: String(port),
  };
  return { port, identity };
}

/** One look at everything; returns how many writes it made. */
async function look(parts: Parts): Promise<number> {
  const { mirror, kubelet, proxy, options } = parts;
  const instances = options.instances ?? [];
  const controllers: readonly ((cluster: Cluster) => readonly Write[])[] = [
    planServiceAccounts,
    (cluster) => planNodes(cluster, instances, options.clock.now()),
    (cluster) => planReplicaSets(cluster, options.clock.now()),
    planPods,
    planScheduling,
  ];
  let writes = 0;
  for (const plan of controllers) writes += await performAll(parts, plan(mirror.cluster()));
  writes += await performAll(parts, await kubelet.reconcile(mirror.cluster()));
  writes += await performAll(parts, planEndpointSlices(mirror.cluster()));
  await proxy.reconcile(planNodePorts(mirror.cluster()));
  return writes;
}

async function performAll({ write: perform, mirror, failed }: Parts, writes: readonly Write[]): Promise<number> {
  const done = await Promise.all(
    writes.map(async (write) => {
      try {
        const { made, object } = await perform(write);
        if (object) mirror.apply(object);
        return made;
      } catch (error) {
        if (!isOutdated(error)) failed(error);
        return false;
      }
    }),
  );
  return done.filter(Boolean).length;
}

const warn = (error: unknown) => process.emitWarning(error instanceof Error ? error : String(error));

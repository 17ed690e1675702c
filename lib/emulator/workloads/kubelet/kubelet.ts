// The kubelet stand-in of all nodes: runs the pods that are bound to one, tells their status, and ends them when they are
// deleted.
//
//  pod                         running here   what happens
//  bound to a node             no             gets an address and servers; status Running and Ready
//  bound to a node             yes            its ports follow its Services
//  being deleted               yes            serves on until the stop delay is over, then stops and goes
//  being deleted               no             goes at once
//  gone                        yes            stops
import type { Clock } from '../../clock.ts';
import { equalJson } from '../equal-json.ts';
import type { EchoServer } from '../echo/echo-server.ts';
import { isActive, isTerminating } from '../objects.ts';
import type { Cluster, Pod } from '../objects.ts';
import type { Write } from '../write.ts';
import { containerEnvironment } from './container-environment.ts';
import { containerPorts } from './container-ports.ts';
import { createPodAddresses } from './pod-addresses.ts';
import { podStatus } from './pod-status.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { stopDelay } from './stop-delay.ts';

export interface Kubelet {
  /** Brings servers in step with the pods; the status writes and final deletions that follow from it. */
  reconcile(cluster: Cluster): Promise<readonly Write[]>;
  close(): Promise<void>;
}

/** What an echo server must know of the pod it stands for. */
export interface EchoSite {
  readonly podAddress: string;
  readonly port: number;
  readonly namespace: string;
  readonly pod: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface KubeletOptions {
  readonly clock: Clock;
  /** Factor on the time pods take to stop; 0 stops them at once. */
  readonly timeScale: number;
  open(site: EchoSite): Promise<EchoServer>;
  /** A pod's state has changed without news from the API server. */
  changed(): void;
}

interface Running {
  readonly sandbox: Sandbox;
  failure?: string;
  cancelEnd?: () => void;
  stopped: boolean;
}

/**
 * Runs nothing until the first `reconcile`. A port that cannot be opened fails the pod's status and not the call; a pod
 * for which its node has no free address is tried again at the next call.
 */
export function createKubelet(options: KubeletOptions): Kubelet {
  const running = new Map<string, Running>();
  const start = starter(options, running);

  const run = async (pod: Pod, cluster: Cluster): Promise<readonly Write[]> => {
    const held = running.get(pod.metadata.uid) ?? start(pod, cluster);
    if (!held) return [];
    const failure = await held.sandbox.serve(containerPorts(pod, cluster));
    if (failure === undefined) delete held.failure;
    else held.failure = failure;
    return statusWrites(pod, held, cluster);
  };

  const end = async (pod: Pod): Promise<readonly Write[]> => {
    const held = running.get(pod.metadata.uid);
    const delayMs = stopDelay(pod) * 1000 * options.timeScale;
    if (held && !held.stopped && delayMs > 0) {
      held.cancelEnd ??= options.clock.schedule(delayMs, () => {
        held.stopped = true;
        options.changed();
      });
      return [];
    }
    await held?.sandbox.stop();
    return [{ verb: 'delete', object: pod, gracePeriodSeconds: 0 }];
  };

  const stop = async (uid: string) => {
    const held = running.get(uid);
    running.delete(uid);
    held?.cancelEnd?.();
    await held?.sandbox.stop();
  };

  return {
    reconcile: async (cluster) => {
      const bound = cluster.pods.filter((pod) => pod.spec?.nodeName && (isActive(pod) || isTerminating(pod)));
      const uids = new Set(bound.map(({ metadata }) => metadata.uid));
      await Promise.all([...running.keys()].filter((uid) => !uids.has(uid)).map(stop));
      const writes = await Promise.all(bound.map((pod) => (isTerminating(pod) ? end(pod) : run(pod, cluster))));
      return writes.flat();
    },
    close: async () => {
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

/** Starts a pod on the address it has or, if it has none, on a free one of its node. */
function starter(options: KubeletOptions, running: Map<string, Running>) {
  const addresses = createPodAddresses();
  return (pod: Pod, cluster: Cluster): Running | undefined => {
    const taken = new Set([
      ...cluster.pods.map((other) => other.status?.podIP ?? ''),
      ...[...running.values()].map(({ sandbox }) => sandbox.address),
    ]);
    const node = cluster.nodes.find(({ metadata }) => metadata.name === pod.spec?.nodeName);
    const address = pod.status?.podIP ?? (node?.spec?.podCIDR && addresses.take(node.spec.podCIDR, taken));
    if (!address) return undefined;
    const startedAt = pod.status?.startTime ?? timestamp(options.clock.now());
    const site = siteOf(pod, address);
    const sandbox = createSandbox({ address, startedAt, open: (port) => options.open({ ...site, port }) });
    const started: Running = { sandbox, stopped: false };
    running.set(pod.metadata.uid, started);
    return started;
  };
}

function siteOf(pod: Pod, address: string): Omit<EchoSite, 'port'> {
  const { name, namespace = 'default' } = pod.metadata;
  const addressed = { ...pod, status: { ...pod.status, podIP: address } };
  return { podAddress: address, namespace, pod: name, environment: containerEnvironment(addressed) };
}

function statusWrites(pod: Pod, { sandbox, failure, stopped }: Running, cluster: Cluster): readonly Write[] {
  const node = cluster.nodes.find(({ metadata }) => metadata.name === pod.spec?.nodeName);
  const { address, startedAt } = sandbox;
  const status = podStatus(pod, node, { address, startedAt, stopped, ...(failure === undefined ? {} : { failure }) });
  return equalJson(status, pod.status) ? [] : [{ verb: 'update-status', object: { ...pod, status } as Pod }];
}

const timestamp = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

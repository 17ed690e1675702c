// The status a kubelet reports for a pod: what runs, where, and whether it is ready.
import type { ContainerStatus } from '../../../generated/kubernetes/types.ts';
import type { Node, Pod } from '../objects.ts';

/** What the stand-in knows about a pod it runs. */
export interface PodRun {
  readonly address: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Why its ports could not be opened; undefined while they serve. */
  readonly failure?: string;
  readonly stopped: boolean;
}

/** The status of a pod on a node. */
export function podStatus(pod: Pod, node: Node | undefined, run: PodRun): NonNullable<Pod['status']> {
  const serves = run.failure === undefined && !run.stopped;
  const hostIP = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const conditions = [
    { type: 'PodScheduled', holds: true },
    { type: 'Initialized', holds: true },
    { type: 'ContainersReady', holds: serves },
    { type: 'Ready', holds: serves },
  ];
  return {
    ...pod.status,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase: run.failure === undefined ? 'Running' : 'Pending',
    ...(hostIP === undefined ? {} : { hostIP, hostIPs: [{ ip: hostIP }] }),
    podIP: run.address,
    podIPs: [{ ip: run.address }],
    startTime: run.startedAt,
    conditions: conditions.map(({ type, holds }) => condition(pod, type, holds, run)),
    containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }) => containerStatus(name, image, run)),
  };
}

function condition(pod: Pod, type: string, holds: boolean, run: PodRun) {
  const status = holds ? 'True' : 'False';
  const held = pod.status?.conditions?.find((one) => one.type === type);
  if (held?.status === status) return held;
  return { type, status, lastTransitionTime: run.startedAt, ...(holds ? {} : { reason: 'ContainersNotReady' }) };
}

function containerStatus(name: string, image: string, run: PodRun): ContainerStatus {
  const serves = run.failure === undefined && !run.stopped;
  const state =
    run.failure === undefined
      ? { running: { startedAt: run.startedAt } }
      : { waiting: { reason: 'RunContainerError', message: run.failure } };
  const imageID = `emulated/${image}`;
  return {
    name,
    image,
    imageID,
    ready: serves,
    started: serves,
    restartCount: 0,
    containerID: `emulated://${name}`,
    state,
  };
}

// How long a pod that is being deleted keeps serving.
import type { Pod } from '../objects.ts';

/** Seconds an echo server needs to exit after SIGTERM. */
const exitSeconds = 1;

/**
 * Seconds between a pod's deletion and its end: the longest `preStop` sleep, then the exit, but never more than its
 * grace period (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle#pod-termination).
 */
export function stopDelay(pod: Pod): number {
  const sleeps = (pod.spec?.containers ?? []).map(({ lifecycle }) => Number(lifecycle?.preStop?.sleep?.seconds ?? 0));
  return Math.min(Math.max(0, ...sleeps) + exitSeconds, pod.metadata.deletionGracePeriodSeconds ?? 30);
}

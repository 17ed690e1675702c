// The safety net: every Gateway is looked at once in thirty ticks, lost doorbells or not; what no Gateway claims any more is
// removed. A tick is a minute.
import type { Cause, Doorbell } from '../core/base/doorbell.ts';
import { sha256 } from '../core/base/digest.ts';
import type { GatewayKey } from '../core/base/ids.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import { loadFirstRound } from './load-snapshot.ts';
import type { Ports, Run } from './ports.ts';
import { releaseShared } from './release-shared.ts';
import { removeOrphans } from './remove-orphans.ts';

export const slices = 30;

export interface Swept {
  /** Gateways that were rung. */
  readonly rung: number;
  /** Load balancers and target groups of Gateways that do not exist. */
  readonly orphans: number;
}

/**
 * One tick: rings the Gateways of the minute's slice (each costs a digest check if nothing is wrong). In the first slice,
 * and whenever no Gateway of ours is left, also removes orphans and gives back what the cluster's load balancers shared.
 * Rejects with a Fault if the cluster cannot be read: nothing is concluded from silence.
 */
export async function sweepCluster(run: Run, ports: Ports, profile: Profile): Promise<Swept> {
  const snapshot = await loadFirstRound(ports, run.cluster);
  const minute = Math.floor(ports.clock.now() / 60_000);
  const due = gatewaysOf(snapshot).filter((key) => sliceOf(key) === minute % slices);
  if (due.length > 0) await ports.doorbells.ring(due.map((key) => doorbell(key, run, ports.clock.now())));
  const ours = oursOf(snapshot, profile);
  const wholeLook = minute % slices === 0 || ours.length === 0;
  if (!wholeLook || !snapshot.complete) return { rung: due.length, orphans: 0 };
  const orphans = hasClass(snapshot, profile) ? await removeOrphans(ports, run, snapshot, profile) : 0;
  await releaseShared(ports, run, { snapshot, ours, profile });
  return { rung: due.length, orphans };
}

/** Which of the thirty ticks looks at a Gateway. */
export function sliceOf({ cluster, namespace, name }: GatewayKey): number {
  return parseInt(sha256(`${cluster}/${namespace}/${name}`).slice(0, 8), 16) % slices;
}

/**
 * A cluster without a class of ours may be one that was emptied or rebuilt: the load balancers that AWS has of it are left
 * alone, because absence is not deletion.
 */
function hasClass({ objects }: ClusterSnapshot, { controllerName }: Profile): boolean {
  return objects.GatewayClass.some(({ spec }) => spec.controllerName === controllerName);
}

function gatewaysOf({ cluster, objects }: ClusterSnapshot): readonly GatewayKey[] {
  return objects.Gateway.map(({ metadata }) => ({ cluster, namespace: metadata.namespace, name: metadata.name }));
}

/** Gateways that have, or are about to have, resources in AWS. */
function oursOf({ cluster, objects }: ClusterSnapshot, { controllerName, finalizer }: Profile): readonly GatewayKey[] {
  const classes = new Set(
    objects.GatewayClass.filter(({ spec }) => spec.controllerName === controllerName).map(
      ({ metadata }) => metadata.name,
    ),
  );
  return objects.Gateway.filter(
    ({ metadata, spec }) => classes.has(spec.gatewayClassName) || metadata.finalizers.includes(finalizer),
  ).map(({ metadata }) => ({
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
  }));
}

function doorbell({ namespace, name }: GatewayKey, { trace }: Run, at: number): Doorbell {
  const cause: Cause = { kind: 'Gateway', namespace, name, why: 'sweep' };
  return { v: 1, subject: { kind: 'gateway', namespace, name }, cause, at, ring: 0, trace };
}

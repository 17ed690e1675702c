// A cluster that takes status writes: project, write, look again.
import type { Finding } from '../../lib/core/base/finding.ts';
import type { StatusPatch } from '../../lib/core/base/status-patch.ts';
import type { Outcome } from '../../lib/core/plan/outcome.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import { projectStatus } from '../../lib/core/status/project-status.ts';
import { gatewayKey, type RawObject, snapshotOf } from './builders.ts';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';

export const noon = Date.UTC(2026, 0, 2, 12);

export const arn = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/k8s-shop-web/0123456789abcdef';

export function anOutcome(part: Partial<Outcome> = {}): Outcome {
  const loadBalancer = { arn, dnsName: 'K8S-shop-web.us-west-2.elb.amazonaws.com', state: 'active' };
  return { verdict: 'done', results: [], known: {}, loadBalancer, ...part };
}

export interface Run {
  readonly findings?: readonly Finding[];
  readonly outcome?: Outcome | undefined;
  readonly now?: number;
  readonly allRead?: boolean;
}

/** The patches of one run over the world, with an active load balancer unless the run says otherwise. */
export function patchesOf(objects: readonly RawObject[], run: Run = {}): readonly StatusPatch[] {
  const graph = buildGraph(snapshotOf(objects, run.allRead ?? true), gatewayKey, alb);
  const outcome = 'outcome' in run ? run.outcome : anOutcome();
  return projectStatus({
    graph,
    findings: run.findings ?? [],
    ...(outcome && { outcome }),
    profile: alb,
    now: run.now ?? noon,
  });
}

/** The world after its status was written; Events and finalizers aside. */
export function written(objects: readonly RawObject[], patches: readonly StatusPatch[]): readonly RawObject[] {
  return objects.map((object) => {
    const { name, namespace } = object['metadata'] as { readonly name: string; readonly namespace: string };
    const patch = patches.find(
      (each) =>
        each.write === 'status' &&
        each.object.kind === object['kind'] &&
        each.object.name === name &&
        each.object.namespace === namespace,
    );
    return patch?.write === 'status'
      ? { ...object, status: { ...(object['status'] as object | undefined), ...patch.status } }
      : object;
  });
}

interface ShownCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

/** Shape of any status that these tests ask about. */
export interface ShownStatus {
  readonly conditions?: readonly ShownCondition[];
  readonly addresses?: readonly unknown[];
  readonly attachedListenerSets?: number;
  readonly listeners?: readonly {
    readonly name: string;
    readonly attachedRoutes: number;
    readonly supportedKinds: readonly { readonly kind: string }[];
    readonly conditions: readonly ShownCondition[];
  }[];
  readonly parents?: readonly {
    readonly parentRef: unknown;
    readonly controllerName: string;
    readonly conditions: readonly ShownCondition[];
  }[];
}

/** What an object shows after one run. */
export function statusAfter(objects: readonly RawObject[], kind: string, run: Run = {}): ShownStatus {
  const object = written(objects, patchesOf(objects, run)).find((each) => each['kind'] === kind);
  return (object?.['status'] ?? {}) as ShownStatus;
}

/** `Accepted=True/Accepted`, in the order shown. */
export function brief(conditions: readonly ShownCondition[] = []): readonly string[] {
  return conditions.map(({ type, status, reason }) => `${type}=${status}/${reason}`);
}

export function messageOf(conditions: readonly ShownCondition[] = [], type = 'Accepted'): string {
  return conditions.find((condition) => condition.type === type)?.message ?? '';
}

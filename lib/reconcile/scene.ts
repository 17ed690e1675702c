// What the acts of one run share: what it is about, what it may use, and what came of it.
import type { Finding } from '../core/base/finding.ts';
import type { GatewayKey } from '../core/base/ids.ts';
import type { Graph } from '../core/graph/graph.ts';
import type { ObservedLoadBalancer } from '../core/plan/observed.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import type { TargetBinding } from '../core/stack/stack.ts';
import type { Ports, Run } from './ports.ts';
import type { RememberedStack } from './remembered-stacks.ts';
import type { ReconcileSettings } from './settings.ts';

/** What a run is about and what it may use. */
export interface Scene {
  readonly run: Run;
  readonly ports: Ports;
  readonly profile: Profile;
  readonly settings: ReconcileSettings;
  readonly key: GatewayKey;
  readonly snapshot: ClusterSnapshot;
  readonly graph: Graph;
  /** This run has claimed the Gateway: no earlier one can have made anything for it. */
  readonly isNew: boolean;
}

/** What came of it. */
export interface Served {
  readonly findings: readonly Finding[];
  readonly outcome?: Outcome;
  /** Bindings of target groups that this run has created, or that an unfinished one may have left without targets. */
  readonly created: readonly TargetBinding[];
  /** There is nothing to tell the cluster. */
  readonly quiet: boolean;
  /** A look that is owed whatever the outcome: something that is referred to could not be found. */
  readonly lookAgainInSeconds?: number;
  /** What is to be remembered, once the cluster has been told. */
  readonly memory?: { readonly loadBalancerArn: string; readonly was: string | undefined } & (
    | { readonly is: 'distrusted' }
    | {
        readonly is: 'applied';
        readonly digest: string;
        readonly unresolved: boolean;
        readonly unsearched: boolean;
        readonly observed: RememberedStack['observed'];
      }
  );
}

/** What this process remembers of the stack, if the load balancer proves that it is still so. */
export function rememberedOf(
  { settings, profile, run }: Scene,
  { arn, tags }: ObservedLoadBalancer,
): RememberedStack | undefined {
  const remembered = run.redelivered ? undefined : settings.memory?.get(arn);
  return remembered?.applied === tags[profile.tagKeys.applied] ? remembered : undefined;
}

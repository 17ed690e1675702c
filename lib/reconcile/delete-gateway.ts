// A Gateway that is being deleted: its resources go first, its finalizer last. Security groups go when AWS has released the
// network interfaces; until then every look is a delayed doorbell.
import type { Wait } from '../core/plan/plan.ts';
import { find } from '../core/snapshot/gateway-scope.ts';
import { deleteStack } from './delete-stack.ts';
import { shownArn } from './find-load-balancer.ts';
import { outcomeOf } from './outcome-of.ts';
import { jitterAt } from './retry.ts';
import type { Scene, Served } from './scene.ts';

/** Seconds between two looks at things that AWS still holds. */
const releasePoll = 15;
/**
 * Tag searches lag behind. Unless the load balancer itself proved that nothing is hidden, the Gateway is let go only when
 * a search this many seconds after its deletion finds nothing.
 */
const searchLagSeconds = 60;

/**
 * Answers without outcome for a Gateway that is gone or that lacks our finalizer. The finalizer itself is left to
 * the caller, who takes it off when the outcome is `done`.
 */
export async function deleteGateway({ run, ports, profile, key, graph, snapshot }: Scene): Promise<Served> {
  const { gateway } = graph;
  if (gateway === undefined || !gateway.finalizers.includes(profile.finalizer))
    return { findings: [], created: [], quiet: false };
  const deletedAt = Date.parse(find(snapshot, 'Gateway', key.namespace, key.name)?.metadata.deletionTimestamp ?? '');
  const shown = shownArn(gateway);
  const deleted = await deleteStack(ports, {
    key,
    profile,
    arns: shown === undefined ? [] : [shown],
    names: [
      ...new Set(['internet-facing', 'internal'].map((scheme) => profile.names.loadBalancer(key, gateway.uid, scheme))),
    ],
    remainingMs: run.remainingMs,
  });
  const waitsFor = deleted.sawEverything ? [] : hiddenRemains(deletedAt, ports.clock.now());
  const outcome = outcomeOf({ results: deleted.results, known: {}, waitsFor }, run.ring, jitterAt(ports.clock.now()));
  const patient = outcome.verdict === 'waiting' && waitsFor.length === 0 ? { lookAgainInSeconds: releasePoll } : {};
  return { findings: [], created: [], quiet: false, outcome: { ...outcome, ...patient } };
}

function hiddenRemains(deletedAt: number, now: number): readonly Wait[] {
  const left = Math.ceil((deletedAt + searchLagSeconds * 1000 - now) / 1000);
  return left > 0
    ? [
        {
          resource: 'stack',
          why: 'a tag search may not see everything yet',
          leavesUndone: true,
          lookAgainInSeconds: left,
        },
      ]
    : [];
}

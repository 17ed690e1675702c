// The end of a run: what was applied is remembered on the load balancer, and by this process.
import type { Step } from '../core/plan/step.ts';
import { appliedText, distrusted } from './applied-digest.ts';
import type { Scene, Served } from './scene.ts';

/** Writes the applied tag: the digest if everything went well, `-` if anything did not and the tag does not say so yet. */
export async function settle(scene: Scene, { memory, findings }: Served, told: 'told' | 'conflict'): Promise<void> {
  if (memory === undefined) return;
  const { ports, settings } = scene;
  const { loadBalancerArn, was } = memory;
  if (memory.is === 'distrusted' || told === 'conflict') {
    settings.memory?.forget(loadBalancerArn);
    if (was !== distrusted) await writeApplied(scene, loadBalancerArn, distrusted);
    return;
  }
  const applied = appliedText({
    digest: memory.digest,
    at: Math.floor(ports.clock.now() / 1000),
    unresolved: memory.unresolved,
    unsearched: memory.unsearched,
  });
  await writeApplied(scene, loadBalancerArn, applied);
  settings.memory?.set(loadBalancerArn, { applied, observed: memory.observed, findings });
}

async function writeApplied({ ports, profile }: Scene, arn: string, value: string): Promise<void> {
  const step: Step = {
    id: 'modify LoadBalancer applied',
    verb: 'modify',
    resource: 'LoadBalancer',
    reason: value === distrusted ? 'something was left undone' : 'everything was applied',
    after: [],
    request: { call: 'AddTags', resources: [arn], tags: { [profile.tagKeys.applied]: value } },
  };
  await ports.writer.perform(step, {}, () => Promise.resolve({}));
}

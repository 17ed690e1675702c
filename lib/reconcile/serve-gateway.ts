// A Gateway of ours: is there anything to do, and if so, do it.
import { invariant } from '../core/base/invariant.ts';
import type { GatewayNode } from '../core/graph/graph.ts';
import type { ObservedLoadBalancer } from '../core/plan/observed.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { isOfStack } from '../core/plan/ownership.ts';
import { digestOf, isCurrent, secondsToSearch } from './applied-digest.ts';
import { changeStack } from './change-stack.ts';
import { findLoadBalancer, withTags } from './find-load-balancer.ts';
import type { Run } from './ports.ts';
import { rememberedOf, type Scene, type Served } from './scene.ts';

const provisioningPoll = 5;

/**
 * The Gateway must be in the graph. Rejects if AWS could not be read; a Gateway without our finalizer is looked at
 * again in a second, and nothing is made for it.
 */
export async function serveGateway(scene: Scene): Promise<Served> {
  const { run, ports, profile, settings, key, graph, snapshot, isNew } = scene;
  const { gateway } = graph;
  invariant(gateway !== undefined, 'a Gateway of ours is in its graph');
  if (!gateway.finalizers.includes(profile.finalizer)) return later('the Gateway could not be claimed');

  const found = await findLoadBalancer(ports.aws, key, gateway, { profile, isNew });
  if (found?.state === 'provisioning' && onlyWaits(run))
    return { findings: [], created: [], quiet: true, outcome: unchanged(found) };

  const tagged = found === undefined ? undefined : await withTags(ports.aws, found);
  const digest = digestOf(snapshot, key, profile, settings.build);
  if (tagged === undefined) return changeStack(scene, {}, digest);
  if (!isOfStack(tagged.tags, profile, key)) return changeStack(scene, { foreign: tagged }, digest);
  const shown = !run.redelivered && graph.complete ? whatIsKnown(scene, gateway, tagged, digest) : undefined;
  return shown ?? changeStack(scene, { loadBalancer: tagged }, digest);
}

/** The answer without looking any further, if the applied tag and what the cluster shows allow one. */
function whatIsKnown(
  scene: Scene,
  gateway: GatewayNode,
  loadBalancer: ObservedLoadBalancer,
  digest: string,
): Served | undefined {
  const { ports, profile } = scene;
  const applied = loadBalancer.tags[profile.tagKeys.applied];
  if (!isCurrent(applied, digest, ports.clock.now())) return undefined;
  const outcome = unchanged(loadBalancer);
  const owed = secondsToSearch(applied, ports.clock.now());
  if (loadBalancer.state === 'provisioning' || showsReady(gateway, loadBalancer))
    return { findings: [], created: [], quiet: true, outcome, ...owed };
  const remembered = rememberedOf(scene, loadBalancer);
  return remembered && { findings: remembered.findings, created: [], quiet: false, outcome, ...owed };
}

function onlyWaits({ causes = [] }: Run): boolean {
  return causes.length > 0 && causes.every(({ why }) => why === 'waiting');
}

function unchanged({ arn, dnsName, state }: Pick<ObservedLoadBalancer, 'arn' | 'dnsName' | 'state'>): Outcome {
  const waits =
    state === 'provisioning'
      ? ({ verdict: 'waiting', lookAgainInSeconds: provisioningPoll } as const)
      : ({ verdict: 'done' } as const);
  return { ...waits, results: [], known: {}, loadBalancer: { arn, dnsName, state } };
}

/** Status already says what an active load balancer makes true, for the generation that is asked for. */
function showsReady({ status, generation }: GatewayNode, { dnsName }: ObservedLoadBalancer): boolean {
  return (
    status.addresses.some(({ value }) => value === dnsName) &&
    status.conditions.some(
      ({ type, status: is, observedGeneration }) =>
        type === 'Programmed' && is === 'True' && observedGeneration === generation,
    )
  );
}

function later(why: string): Served {
  return {
    findings: [],
    created: [],
    quiet: true,
    outcome: { verdict: 'superseded', results: [], known: {}, why, lookAgainInSeconds: 1 },
  };
}

// The line of data from the graph to AWS: facts, stack, observed, plan, apply.
import type { ObservedLoadBalancer, ObservedStack } from '../core/plan/observed.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planStack } from '../core/plan/plan-stack.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Stack, TargetBinding } from '../core/stack/stack.ts';
import { faultFindings } from '../core/status/fault-findings.ts';
import { buildStack, type BuiltStack } from '../core/translate/build-stack.ts';
import type { Facts } from '../core/translate/facts.ts';
import { readApplied, unsearchedTrustSeconds } from './applied-digest.ts';
import { type Applied, applyPlan } from './apply-plan.ts';
import { firstTargets } from './first-targets.ts';
import { gatherFacts } from './gather-facts.ts';
import { observeStack } from './observe-stack.ts';
import { outcomeOf } from './outcome-of.ts';
import { jitterAt } from './retry.ts';
import { secretReader } from './secret-reader.ts';
import { rememberedOf, type Scene, type Served } from './scene.ts';

/** Seconds until another look for something that a Gateway refers to and that is not there yet. */
const unresolvedPoll = 60;

/** The load balancer that was found under the Gateway's name: its own, or somebody else's that is in the way. */
export interface Found {
  readonly loadBalancer?: ObservedLoadBalancer;
  readonly foreign?: ObservedLoadBalancer;
}

/**
 * `digest`: of what the cluster says now, remembered if everything is done. Rejects if AWS could not be read; what
 * failed to be written is in the outcome.
 */
export async function changeStack(scene: Scene, found: Found, digest: string): Promise<Served> {
  const { loadBalancer } = found;
  const { ports, profile, key, graph } = scene;
  const facts = await gatherFacts(ports.facts, graph, profile, key.cluster);
  const built = buildStack(graph, facts, profile);
  const unresolved = built.unresolved.length > 0 ? { lookAgainInSeconds: unresolvedPoll } : {};
  if (built.stack === undefined)
    return { findings: built.findings, created: [], quiet: false, ...unresolved, ...nothingBuilt(found, profile) };

  const trail = trailOf(scene, loadBalancer);
  const thorough = trail !== 'clean';
  const remembered = thorough ? undefined : rememberedView(scene, loadBalancer);
  const observed = remembered ?? (await observe(scene, built.stack, found, thorough));
  const change = await planAndApply(scene, { stack: built.stack, facts, found }, observed);
  const outcome = await outcomeAfter(scene, change, loadBalancer);
  return {
    findings: [...built.findings, ...faultFindings(outcome, built.stack.rules)],
    outcome,
    created: trail === 'cut' ? bindingsOf(built.stack) : createdBindings(built.stack, change),
    quiet: false,
    ...(trail === 'cut' ? { lookAgainInSeconds: unsearchedTrustSeconds } : unresolved),
    ...memoryOf(scene, { built, change, outcome, digest, was: loadBalancer?.tags[profile.tagKeys.applied], trail }),
  };
}

/** What is shown now is not what the applied tag stands for; going back to that must not look like nothing to do. */
function nothingBuilt({ loadBalancer }: Found, { tagKeys }: Profile): Pick<Served, 'memory'> {
  return loadBalancer === undefined
    ? {}
    : { memory: { loadBalancerArn: loadBalancer.arn, was: loadBalancer.tags[tagKeys.applied], is: 'distrusted' } };
}

/** After an unfinished run any group may lack its targets. */
function bindingsOf({ targetGroups }: Stack): readonly TargetBinding[] {
  return targetGroups.flatMap(({ binding }) => binding ?? []);
}

/**
 * What earlier runs may have left lying about: nothing; something, after a run that did not come to its end; or something
 * that tag searches show by now and did not show when a look was taken right after such a run.
 */
type Trail = 'clean' | 'cut' | 'searchable';

function trailOf({ isNew, run, profile, ports }: Scene, loadBalancer: ObservedLoadBalancer | undefined): Trail {
  if (isNew) return 'clean';
  const applied = readApplied(loadBalancer?.tags[profile.tagKeys.applied]);
  if (run.redelivered || applied === undefined) return 'cut';
  if (!applied.unsearched) return 'clean';
  return ports.clock.now() / 1000 - applied.at < unsearchedTrustSeconds ? 'cut' : 'searchable';
}

/** The remembered stack, with the load balancer as it was just read. */
function rememberedView(scene: Scene, loadBalancer: ObservedLoadBalancer | undefined): ObservedStack | undefined {
  const remembered = loadBalancer === undefined ? undefined : rememberedOf(scene, loadBalancer);
  if (remembered === undefined || loadBalancer === undefined) return undefined;
  const { observed } = remembered;
  return {
    ...observed,
    loadBalancers: observed.loadBalancers.map((old) =>
      old.arn === loadBalancer.arn ? { ...old, ...loadBalancer } : old,
    ),
  };
}

async function observe(
  { ports, profile }: Scene,
  stack: Stack,
  { loadBalancer, foreign }: Found,
  thorough: boolean,
): Promise<ObservedStack> {
  const observed = await observeStack(ports, {
    stack,
    profile,
    thorough,
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
  });
  return foreign === undefined ? observed : { ...observed, loadBalancers: [...observed.loadBalancers, foreign] };
}

interface Change {
  readonly plan: Plan;
  readonly applied: Applied;
}

interface Desire {
  readonly stack: Stack;
  readonly facts: Facts;
  readonly found: Found;
}

/** Once, and once more if somebody else changed the same things meanwhile. */
async function planAndApply(scene: Scene, desire: Desire, observed: ObservedStack): Promise<Change> {
  const first = await planOnce(scene, desire, observed);
  if (
    !first.applied.results.some(
      (result) => result.result === 'failed' && (result.fault.kind === 'conflict' || result.fault.kind === 'vanished'),
    )
  )
    return first;
  scene.ports.log.info('changed by somebody else meanwhile, planning again');
  return planOnce(scene, desire, await observe(scene, desire.stack, desire.found, true));
}

async function planOnce(scene: Scene, { stack, facts }: Desire, observed: ObservedStack): Promise<Change> {
  const { run, ports, profile, graph } = scene;
  const plan = planStack(stack, observed, profile, {
    complete: graph.complete,
    now: ports.clock.now(),
    targets: await firstTargets(ports.cluster, stack, observed, facts),
  });
  if (plan.steps.length > 0) ports.log.info('plan', { steps: plan.steps.map(({ id, reason }) => `${id} (${reason})`) });
  const applied = await applyPlan(ports, {
    plan,
    observed,
    secrets: secretReader(ports.cluster),
    remainingMs: run.remainingMs,
  });
  return { plan, applied };
}

/** A load balancer that was just made is read once more, so that its address can be shown at once. */
async function outcomeAfter(
  { run, ports }: Scene,
  { plan, applied }: Change,
  loadBalancer: ObservedLoadBalancer | undefined,
): Promise<Outcome> {
  const made = loadBalancer === undefined ? applied.known['LoadBalancer']?.arn : undefined;
  const [now = loadBalancer] = made === undefined ? [] : await ports.aws.loadBalancers({ arns: [made] });
  // A load balancer may be active as soon as it is made; then nothing of that is left to wait for.
  const waitsFor = plan.waitsFor.filter(({ leavesUndone }) => leavesUndone || now?.state === 'provisioning');
  const result = {
    results: applied.results,
    known: applied.known,
    waitsFor,
    ...(now === undefined ? {} : { loadBalancer: now }),
  };
  return outcomeOf(result, run.ring, jitterAt(ports.clock.now()));
}

function createdBindings({ targetGroups }: Stack, { plan, applied }: Change): readonly TargetBinding[] {
  const done = new Set(applied.results.filter(({ result }) => result === 'done').map(({ step }) => step));
  const ids = new Set(
    plan.steps
      .filter(({ id, request }) => request.call === 'CreateTargetGroup' && done.has(id))
      .map(({ resource }) => resource),
  );
  return targetGroups.flatMap(({ id, binding }) => (ids.has(id) && binding !== undefined ? [binding] : []));
}

interface Ending {
  readonly built: BuiltStack;
  readonly change: Change;
  readonly outcome: Outcome;
  readonly digest: string;
  readonly was: string | undefined;
  readonly trail: Trail;
}

function memoryOf({ graph }: Scene, { built, change, outcome, digest, was, trail }: Ending): Pick<Served, 'memory'> {
  const loadBalancerArn = outcome.loadBalancer?.arn;
  if (loadBalancerArn === undefined) return {};
  const { plan, applied } = change;
  const finished =
    graph.complete &&
    !plan.waitsFor.some(({ leavesUndone }) => leavesUndone) &&
    applied.results.every(({ result }) => result === 'done');
  if (!finished) return { memory: { loadBalancerArn, was, is: 'distrusted' } };
  return {
    memory: {
      loadBalancerArn,
      was,
      is: 'applied',
      digest,
      unresolved: built.unresolved.length > 0,
      unsearched: trail === 'cut',
      observed: applied.observed,
    },
  };
}

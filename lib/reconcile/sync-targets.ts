// Endpoints → registrations, whatever state the Gateways are in. The only place that deregisters.
import type { Outcome, StepResult } from '../core/plan/outcome.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Node } from '../core/snapshot/objects.ts';
import { desiredTargets, type TargetWorld } from '../core/targets/desired-targets.ts';
import { targetDifference } from '../core/targets/target-difference.ts';
import type { Target } from '../core/stack/target.ts';
import { type FoundGroup, groupsOfNodes, groupsOfService } from './bound-groups.ts';
import { bounded } from './bounded.ts';
import { isFault } from './faults.ts';
import { loadNodes, loadTargetWorld } from './load-target-world.ts';
import { outcomeOf, outcomeOfFault } from './outcome-of.ts';
import type { Ports, Run } from './ports.ts';
import { jitterAt } from './retry.ts';
import { ringAgain } from './ring-again.ts';

const parallelGroups = 4;

/**
 * One run for a Service, or for the Nodes. Targets are registered before others are deregistered. A Service that is gone
 * changes nothing: its Gateway's rules and groups go instead.
 */
export async function syncTargets(run: Run, ports: Ports, profile: Profile): Promise<Outcome> {
  const outcome = await sync(run, ports, profile).catch((error: unknown) => {
    if (!isFault(error)) throw error;
    ports.log.warn('targets cannot be looked at', { fault: error.toFact() });
    return outcomeOfFault(error, run.ring, jitterAt(ports.clock.now()));
  });
  await ringAgain(ports, run, outcome, 'fault');
  return outcome;
}

async function sync(run: Run, ports: Ports, profile: Profile): Promise<Outcome> {
  const nodes = await loadNodes(ports.cluster, run.cluster);
  const worlds = worldReader(run, ports, nodes);
  const { namespace = '', name = '' } = run.subject;
  const groups =
    run.subject.kind === 'nodes'
      ? await groupsOfNodes(ports.aws, run.cluster, profile)
      : await groupsOf(run, ports, profile, await worlds(namespace, name));
  const results = await bounded(groups, parallelGroups, async (group) =>
    syncGroup(ports, group, await worlds(group.binding.namespace, group.binding.service), run),
  );
  return outcomeOf({ results, known: {}, waitsFor: [] }, run.ring, jitterAt(ports.clock.now()));
}

function groupsOf(run: Run, ports: Ports, profile: Profile, { service }: TargetWorld): Promise<readonly FoundGroup[]> {
  if (service === undefined) return Promise.resolve([]);
  const { namespace, name } = service.metadata;
  return groupsOfService(
    ports,
    run.cluster,
    { namespace, name, ports: service.spec.ports.map(({ port }) => port) },
    profile,
  );
}

/** Reads each Service once. */
function worldReader(
  { cluster }: Run,
  ports: Ports,
  nodes: readonly Node[],
): (namespace: string, name: string) => Promise<TargetWorld> {
  const read = new Map<string, Promise<TargetWorld>>();
  return (namespace, name) => {
    const key = `${namespace}/${name}`;
    const world = read.get(key) ?? loadTargetWorld(ports.cluster, cluster, { namespace, name }, nodes);
    read.set(key, world);
    return world;
  };
}

async function syncGroup(
  ports: Ports,
  { arn, binding }: FoundGroup,
  world: TargetWorld,
  { cluster }: Run,
): Promise<StepResult> {
  const step = `modify ${arn} targets`;
  try {
    const desired = desiredTargets(binding, world);
    if (desired === undefined) return { step, result: 'done' };
    const { register, deregister } = targetDifference(await ports.targets.health(arn), desired, binding.multiCluster);
    if (register.length > 0)
      await ports.targets.register(arn, await zoned(ports, binding.targetType, register, { cluster, world, binding }));
    if (deregister.length > 0) await ports.targets.deregister(arn, deregister);
    if (register.length + deregister.length > 0) {
      ports.log.info('targets', {
        group: arn,
        service: `${binding.namespace}/${binding.service}`,
        registered: register.length,
        deregistered: deregister.length,
      });
    }
    return { step, result: 'done' };
  } catch (error) {
    if (!isFault(error)) throw error;
    // A group that a tag search still shows although it is gone, or that goes away just now.
    if (error.kind === 'vanished') return { step, result: 'done' };
    ports.log.warn('targets not changed', { group: arn, fault: error.toFact() });
    return { step, result: 'failed', fault: error.toFact() };
  }
}

/** Addresses are told apart by the VPC's ranges only when there is something to register. */
async function zoned(
  ports: Ports,
  targetType: FoundGroup['binding']['targetType'],
  register: readonly Target[],
  {
    cluster,
    world,
    binding,
  }: { readonly cluster: Run['cluster']; readonly world: TargetWorld; readonly binding: FoundGroup['binding'] },
): Promise<readonly Target[]> {
  if (targetType === 'instance') return register;
  const { vpc } = await ports.facts.gather([{ fact: 'vpc' }], cluster);
  if (vpc === undefined) return register;
  const placed = desiredTargets(binding, { ...world, vpcCidrs: [...vpc.cidrs, ...vpc.ipv6Cidrs] }) ?? register;
  return placed.filter(({ id, port }) => register.some((target) => target.id === id && target.port === port));
}

// The targets of groups that are about to be created, so that they serve from the first rule on. Everything later belongs
// to target synchronisation.
import type { ClusterId } from '../core/base/ids.ts';
import type { ObservedStack } from '../core/plan/observed.ts';
import type { Stack, TargetGroup } from '../core/stack/stack.ts';
import type { Target } from '../core/stack/target.ts';
import { desiredTargets } from '../core/targets/desired-targets.ts';
import type { Facts } from '../core/translate/facts.ts';
import { bounded } from './bounded.ts';
import { loadNodes, loadTargetWorld } from './load-target-world.ts';
import type { ClusterReader } from './ports.ts';

const parallelReads = 6;

/** By target group id; only for groups whose name AWS does not have yet. */
export async function firstTargets(
  reader: ClusterReader,
  stack: Stack,
  observed: ObservedStack,
  facts: Facts,
): Promise<Readonly<Record<string, readonly Target[]>>> {
  const absent = stack.targetGroups.filter(
    ({ binding, name }) => binding !== undefined && !observed.targetGroups.some((group) => group.name === name),
  );
  if (absent.length === 0) return {};
  const { cluster } = stack.gateway;
  const nodes = await loadNodes(reader, cluster);
  const targets = await bounded(
    absent,
    parallelReads,
    async (group) => [group.id, await targetsOf(reader, cluster, group, { nodes, facts })] as const,
  );
  return Object.fromEntries(targets);
}

async function targetsOf(
  reader: ClusterReader,
  cluster: ClusterId,
  { binding, ipAddressType }: TargetGroup,
  { nodes, facts }: { readonly nodes: Awaited<ReturnType<typeof loadNodes>>; readonly facts: Facts },
): Promise<readonly Target[]> {
  if (binding === undefined) return [];
  const world = await loadTargetWorld(reader, cluster, { namespace: binding.namespace, name: binding.service }, nodes);
  const { vpc } = facts;
  const vpcCidrs = vpc === undefined ? {} : { vpcCidrs: [...vpc.cidrs, ...vpc.ipv6Cidrs] };
  return desiredTargets({ ...binding, ipAddressType }, { ...world, ...vpcCidrs }) ?? [];
}

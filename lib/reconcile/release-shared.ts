// What the load balancers of a cluster share is given back when no Gateway needs it: ingress rules on the cluster's own
// security groups, then the shared group itself. Only here, with every Gateway in view: a Gateway by itself cannot know.
import type { GatewayKey } from '../core/base/ids.ts';
import { mergeKnown, resolveRefs } from '../core/plan/resolve-refs.ts';
import { withoutExact } from '../core/plan/ingress-rules.ts';
import type { ObservedSecurityGroup } from '../core/plan/observed.ts';
import { isClusterOwned, isShared, sharedTags } from '../core/plan/ownership.ts';
import { buildGraph } from '../core/graph/build-graph.ts';
import { fitTagValue } from '../core/profile/names.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import type { IngressRule, Stack, TargetIngress } from '../core/stack/stack.ts';
import { buildStack } from '../core/translate/build-stack.ts';
import { isFault } from './faults.ts';
import { loadBalancerType } from './find-load-balancer.ts';
import { gatherFacts } from './gather-facts.ts';
import { loadSnapshot } from './load-snapshot.ts';
import type { Ports, Run } from './ports.ts';

export interface Sharing {
  readonly snapshot: ClusterSnapshot;
  readonly ours: readonly GatewayKey[];
  readonly profile: Profile;
}

/**
 * Gives back nothing unless the needs of every Gateway are known, and nothing while a load balancer of the cluster belongs
 * to none of them: another controller, or a Gateway that this cluster has lost, may need what is shared.
 */
export async function releaseShared(ports: Ports, run: Run, { ours, profile }: Sharing): Promise<void> {
  if (await isUsedByOthers(ports, run, ours, profile)) return;
  const { vpc, securityGroups = [] } = await ports.facts.gather(
    [{ fact: 'vpc' }, { fact: 'cluster-security-groups' }],
    run.cluster,
  );
  if (vpc === undefined) return;
  const [shared] = (await ports.aws.securityGroups({ vpcId: vpc.id, tags: sharedTags(profile, run.cluster) })).filter(
    ({ tags }) => isShared(tags, profile, run.cluster),
  );
  if (shared === undefined) return;
  const stacks = await stacksOf(ports, ours, profile);
  if (stacks === undefined) return;
  const needed = stacks
    .flatMap(({ targetIngress }) => targetIngress)
    .map((ingress) => resolveRefs(ingress, knownShared(stacks, shared)));
  const ids = securityGroups.filter(({ tags }) => isClusterOwned(tags, profile, run.cluster)).map(({ id }) => id);
  const groups = ids.length === 0 ? [] : await ports.aws.securityGroups({ ids });
  for (const group of groups) await revokeUnneeded(ports, group, unneeded(group, shared, needed, profile));
  if (!stacks.some((stack) => stack.securityGroups.some((group) => group.shared))) await deleteShared(ports, shared);
}

async function isUsedByOthers(
  { aws }: Ports,
  { cluster }: Run,
  ours: readonly GatewayKey[],
  { tagKeys, names }: Profile,
): Promise<boolean> {
  const stacks = new Set(ours.map((key) => fitTagValue(names.stack(key))));
  // A tag search shows ghosts; what is gone has no tags.
  const tags = await aws.tags(await aws.arnsByTags({ [tagKeys.cluster]: cluster }, [loadBalancerType]));
  return Object.values(tags).some(({ [tagKeys.stack]: stack }) => stack === undefined || !stacks.has(stack));
}

/** Undefined if the needs of one of them cannot be told. */
async function stacksOf(
  ports: Ports,
  keys: readonly GatewayKey[],
  profile: Profile,
): Promise<readonly Stack[] | undefined> {
  const stacks: Stack[] = [];
  for (const key of keys) {
    const graph = buildGraph(await loadSnapshot(ports, key), key, profile);
    const { stack, unresolved } = buildStack(
      graph,
      await gatherFacts(ports.facts, graph, profile, key.cluster),
      profile,
    );
    if (stack === undefined || unresolved.length > 0 || !graph.complete || stack.heldPorts !== undefined)
      return undefined;
    stacks.push(stack);
  }
  return stacks;
}

function knownShared(
  stacks: readonly Stack[],
  { id: groupId }: ObservedSecurityGroup,
): Parameters<typeof resolveRefs>[1] {
  const ids = stacks.flatMap(({ securityGroups }) => securityGroups.filter(({ shared }) => shared).map(({ id }) => id));
  return ids.reduce<Parameters<typeof resolveRefs>[1]>((known, id) => mergeKnown(known, { [id]: { groupId } }), {});
}

/** Rules from the shared group that are described as ours and that no Gateway asks for. */
function unneeded(
  group: ObservedSecurityGroup,
  shared: ObservedSecurityGroup,
  needed: readonly TargetIngress[],
  { descriptions }: Profile,
): readonly IngressRule[] {
  const ours = group.ingress.filter(
    ({ source, description }) =>
      description === descriptions.targetIngress && 'securityGroup' in source && source.securityGroup === shared.id,
  );
  return withoutExact(
    ours,
    needed.filter(({ groupId }) => groupId === group.id).flatMap(({ rules }) => rules),
  );
}

async function revokeUnneeded(
  { targets, log }: Ports,
  { id }: ObservedSecurityGroup,
  rules: readonly IngressRule[],
): Promise<void> {
  if (rules.length === 0) return;
  await targets.revokeIngress(id, rules);
  log.info('ingress given back', { group: id, rules: rules.length });
}

async function deleteShared({ writer, log }: Ports, { id, name }: ObservedSecurityGroup): Promise<void> {
  try {
    await writer.perform(
      {
        id: `delete ${id}`,
        verb: 'delete',
        resource: id,
        reason: 'no Gateway needs it',
        after: [],
        request: { call: 'DeleteSecurityGroup', groupId: id },
      },
      {},
      () => Promise.resolve({}),
    );
    log.info('shared security group given back', { group: name });
  } catch (error) {
    // Network interfaces of the last load balancer are still there, or another tool uses it: the next sweep tries again.
    if (!isFault(error) || error.kind !== 'in-use') throw error;
  }
}

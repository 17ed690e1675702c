// Resources with the tags of a Gateway that does not exist: the remains of a run that overlapped its deletion.
import type { GatewayKey } from '../core/base/ids.ts';
import { fitTagValue } from '../core/profile/names.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import { deleteStack } from './delete-stack.ts';
import { stackTypes } from './find-load-balancer.ts';
import type { Ports, Run } from './ports.ts';

/** Removes them; answers how many load balancers, target groups, certificates and trust stores there were. Every Gateway is asked for once more first. */
export async function removeOrphans(
  ports: Ports,
  run: Run,
  snapshot: ClusterSnapshot,
  profile: Profile,
): Promise<number> {
  const { cluster } = run;
  const { tagKeys, names } = profile;
  const arns = await ports.aws.arnsByTags({ [tagKeys.cluster]: cluster }, stackTypes);
  if (arns.length === 0) return 0;
  const living = new Set(
    snapshot.objects.Gateway.map(({ metadata: { namespace, name } }) =>
      fitTagValue(names.stack({ cluster, namespace, name })),
    ),
  );
  const stacks = Object.values(await ports.aws.tags(arns))
    .filter((tags) => tags[tagKeys.cluster] === cluster)
    .flatMap((tags) => tags[tagKeys.stack] ?? []);
  const orphaned = stacks.filter((stack) => !living.has(stack));
  for (const stack of new Set(orphaned)) {
    const key = keyOf(stack, run);
    if (
      key === undefined ||
      (await ports.cluster.get({ kind: 'Gateway', namespace: key.namespace, name: key.name })) !== undefined
    )
      continue;
    ports.log.warn('resources of a Gateway that does not exist', { stack });
    await deleteStack(ports, { key, profile, arns: [], names: [], remainingMs: run.remainingMs });
  }
  if (orphaned.length > 0) ports.log.count('Orphan', orphaned.length);
  return orphaned.length;
}

/** Undefined for a name that was too long for its tag: nobody can tell any more whose it was. */
function keyOf(stack: string, { cluster }: Run): GatewayKey | undefined {
  const [namespace, name, ...more] = stack.split('/');
  return namespace === undefined || name === undefined || more.length > 0 || stack.length >= 256
    ? undefined
    : { cluster, namespace, name };
}

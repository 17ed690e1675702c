// Finds the target groups of a Service by their binding tag. The tag search finds a new group late: for Gateways that refer
// to the Service and of which it knows no group, the load balancer itself is asked.
import { type ClusterId, type GatewayKey, keyText } from '../core/base/ids.ts';
import { buildGraph } from '../core/graph/build-graph.ts';
import { isOfStack } from '../core/plan/ownership.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import { secondRound } from '../core/snapshot/second-round.ts';
import { type BoundGroup, bindingText, readBinding } from '../core/stack/target-binding.ts';
import type { Tags } from '../core/stack/stack.ts';
import { findLoadBalancer, targetGroupType } from './find-load-balancer.ts';
import { loadFirstRound } from './load-snapshot.ts';
import type { AwsReader, Ports } from './ports.ts';

export interface FoundGroup {
  readonly arn: string;
  readonly binding: BoundGroup;
}

export interface ServicePorts {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly number[];
}

/** Groups of ours that are bound to a port of the Service; read back from their own tags, which do not lag. */
export async function groupsOfService(
  ports: Pick<Ports, 'aws' | 'cluster' | 'log'>,
  cluster: ClusterId,
  service: ServicePorts,
  profile: Profile,
): Promise<readonly FoundGroup[]> {
  const { namespace, name } = service;
  const { tagKeys } = profile;
  const searches = service.ports.map((servicePort) =>
    ports.aws.arnsByTags(
      { [tagKeys.cluster]: cluster, [tagKeys.binding]: bindingText({ namespace, service: name, servicePort }) },
      [targetGroupType],
    ),
  );
  const arns = [...new Set((await Promise.all(searches)).flat())];
  const tags = arns.length === 0 ? {} : await ports.aws.tags(arns);
  const young = await groupsOfYoungStacks(ports, cluster, service, { profile, seen: Object.values(tags) });
  const all = { ...tags, ...young };
  return Object.entries(all).flatMap(([arn, own]) => {
    const binding = boundTo(own, cluster, profile);
    return binding?.namespace === namespace && binding.service === name ? [{ arn, binding }] : [];
  });
}

/** All groups of the cluster with instance targets; a group that the search does not find yet has just got its targets. */
export async function groupsOfNodes(
  aws: AwsReader,
  cluster: ClusterId,
  profile: Profile,
): Promise<readonly FoundGroup[]> {
  const arns = await aws.arnsByTags({ [profile.tagKeys.cluster]: cluster }, [targetGroupType]);
  const tags = arns.length === 0 ? {} : await aws.tags(arns);
  return Object.entries(tags).flatMap(([arn, own]) => {
    const binding = boundTo(own, cluster, profile);
    return binding?.targetType === 'instance' ? [{ arn, binding }] : [];
  });
}

function boundTo(tags: Tags, cluster: ClusterId, profile: Profile): BoundGroup | undefined {
  return tags[profile.tagKeys.cluster] === cluster ? readBinding(tags, profile.tagKeys) : undefined;
}

/** Tags of the groups of load balancers whose Gateway refers to the Service and has none among those seen. */
async function groupsOfYoungStacks(
  ports: Pick<Ports, 'aws' | 'cluster' | 'log'>,
  cluster: ClusterId,
  service: ServicePorts,
  { profile, seen }: { readonly profile: Profile; readonly seen: readonly Tags[] },
): Promise<Readonly<Record<string, Tags>>> {
  const snapshot = await loadFirstRound(ports, cluster);
  const unseen = gatewaysOf(snapshot, service).filter((key) => !seen.some((tags) => isOfStack(tags, profile, key)));
  const found = await Promise.all(unseen.map((key) => attachedGroups(ports.aws, snapshot, key, profile)));
  const arns = found.flat();
  return arns.length === 0 ? {} : ports.aws.tags(arns);
}

function gatewaysOf(snapshot: ClusterSnapshot, { namespace, name }: ServicePorts): readonly GatewayKey[] {
  const wanted = keyText({ kind: 'Service', namespace, name });
  return snapshot.objects.Gateway.map(({ metadata }) => ({
    cluster: snapshot.cluster,
    namespace: metadata.namespace,
    name: metadata.name,
  })).filter((key) => secondRound(snapshot, key).some((referred) => keyText(referred) === wanted));
}

async function attachedGroups(
  aws: AwsReader,
  snapshot: ClusterSnapshot,
  key: GatewayKey,
  profile: Profile,
): Promise<readonly string[]> {
  const { verdict, gateway } = buildGraph(snapshot, key, profile);
  if (verdict !== 'ours' || gateway === undefined) return [];
  const loadBalancer = await findLoadBalancer(aws, key, gateway, { profile, isNew: false });
  return loadBalancer === undefined
    ? []
    : (await aws.targetGroups({ loadBalancerArn: loadBalancer.arn })).map(({ arn }) => arn);
}

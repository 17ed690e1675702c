// Where the load balancer stands: the configured subnets, those a selector finds, or those of the cluster's network.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
import { by, compareNumbers, compareText, inTurn } from '../base/ordering.ts';
import type { LoadBalancer } from '../stack/stack.ts';
import { lack, reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';
import type { SubnetFact } from './facts.ts';

type Scheme = LoadBalancer['scheme'];

/** Ids of the subnets, or undefined if they cannot be told; then a Finding or an unanswered query says why. */
export function chooseSubnets(
  translation: Translation,
  scheme: Scheme,
  needsIpv6: boolean,
): readonly string[] | undefined {
  const { facts, gateway } = translation;
  if (facts.subnets === undefined) return void lack(translation, { fact: 'subnets' });
  const { loadBalancerSubnets = [], loadBalancerSubnetsSelector: selector = {} } = gateway.configuration;
  if (loadBalancerSubnets.length > 0) return explicitSubnets(translation, facts.subnets, loadBalancerSubnets);
  const candidates =
    Object.keys(selector).length > 0
      ? selected(facts.subnets, selector)
      : discovered(translation, facts.subnets, scheme);
  if (candidates === undefined) return undefined;
  const { usable, discarded } = filterSubnets(translation, candidates, needsIpv6);
  return checked(translation, onePerZone(translation, usable), discarded);
}

type SubnetConfiguration = NonNullable<Translation['gateway']['configuration']['loadBalancerSubnets']>[number];

function explicitSubnets(
  translation: Translation,
  all: readonly SubnetFact[],
  asked: readonly SubnetConfiguration[],
): readonly string[] | undefined {
  const fixed = asked.find(
    (entry) => entry.eipAllocation ?? entry.ipv6Allocation ?? entry.privateIPv4Allocation ?? entry.sourceNatIPv6Prefix,
  );
  if (fixed !== undefined)
    return void subnetProblem(
      translation,
      `subnet ${fixed.identifier} fixes addresses, which only a Network Load Balancer can. Remove them`,
    );
  const used = new Map<string, number>();
  const found: SubnetFact[] = [];
  for (const { identifier } of asked) {
    const matching = identifier.startsWith('subnet-')
      ? all.filter(({ id }) => id === identifier)
      : all.filter(({ tags }) => tags['Name'] === identifier).sort(byId);
    const nth = used.get(identifier) ?? 0;
    const subnet = matching[nth];
    if (subnet === undefined)
      return void subnetProblem(translation, `subnet "${identifier}" is not in the VPC. Name an existing one`);
    used.set(identifier, nth + 1);
    found.push(subnet);
  }
  const zones = new Set(found.map(({ availabilityZone }) => availabilityZone));
  if (zones.size < found.length)
    return void subnetProblem(translation, 'several of the subnets are in one availability zone. Name one per zone');
  return checked(translation, found, []);
}

function selected(
  all: readonly SubnetFact[],
  selector: Readonly<Record<string, readonly string[]>>,
): readonly SubnetFact[] {
  return all.filter(({ tags }) =>
    Object.entries(selector).every(([key, values]) => values.includes(tags[key] ?? '') && key in tags),
  );
}

/** By role tag; where none carries one, by the route to an internet gateway. */
function discovered(
  translation: Translation,
  all: readonly SubnetFact[],
  scheme: Scheme,
): readonly SubnetFact[] | undefined {
  const { publicSubnetRole, internalSubnetRole } = translation.profile.tagKeys;
  const role = scheme === 'internet-facing' ? publicSubnetRole : internalSubnetRole;
  const marked = all.filter(({ tags }) => tags[role] === '' || tags[role] === '1');
  if (marked.length > 0) return marked;
  if (all.some(({ isPublic }) => isPublic === undefined)) return void lack(translation, { fact: 'reachability' });
  return all.filter(({ isPublic }) => isPublic === (scheme === 'internet-facing'));
}

interface Filtered {
  readonly usable: readonly SubnetFact[];
  /** Why others were not. */
  readonly discarded: readonly string[];
}

const minimumAddresses = 8;

function filterSubnets(
  { profile, graph }: Translation,
  candidates: readonly SubnetFact[],
  needsIpv6: boolean,
): Filtered {
  const own = profile.tagKeys.clusterOwned(graph.key.cluster);
  const anyCluster = profile.tagKeys.clusterOwned('' as typeof graph.key.cluster);
  const usable: SubnetFact[] = [];
  const discarded: string[] = [];
  for (const subnet of candidates) {
    const isForeign = !(own in subnet.tags) && Object.keys(subnet.tags).some((key) => key.startsWith(anyCluster));
    if (isForeign) discarded.push(`${subnet.id} belongs to another cluster`);
    else if (subnet.availableAddresses < minimumAddresses)
      discarded.push(`${subnet.id} has fewer than ${minimumAddresses} free addresses`);
    else if (needsIpv6 && subnet.ipv6Cidrs.length === 0) discarded.push(`${subnet.id} has no IPv6 range`);
    else usable.push(subnet);
  }
  return { usable, discarded };
}

function onePerZone({ profile, graph }: Translation, subnets: readonly SubnetFact[]): readonly SubnetFact[] {
  const own = profile.tagKeys.clusterOwned(graph.key.cluster);
  const preferred = inTurn<SubnetFact>(
    by(({ tags }) => (own in tags ? 0 : 1), compareNumbers),
    byId,
  );
  const zones = new Map<string, SubnetFact>();
  for (const subnet of [...subnets].sort(preferred))
    if (!zones.has(subnet.availabilityZone)) zones.set(subnet.availabilityZone, subnet);
  return [...zones.values()].sort(byId);
}

function byId(a: SubnetFact, b: SubnetFact): number {
  return compareText(a.id, b.id);
}

function checked(
  translation: Translation,
  subnets: readonly SubnetFact[],
  discarded: readonly string[],
): readonly string[] | undefined {
  const kinds = new Set(subnets.map(({ zoneType }) => zoneType));
  const least = kinds.has('availability-zone') ? translation.profile.defaults.leastSubnets : 1;
  const why = discarded.length === 0 ? '' : ` (${discarded.join(', ')})`;
  if (kinds.size > 1)
    return void subnetProblem(translation, 'the subnets are in zones of different types. Use one type');
  if (subnets.length < Math.max(least, 1))
    return void subnetProblem(
      translation,
      `found ${subnets.length} usable subnets of at least ${least}${why}; tag subnets in more zones or name them`,
    );
  return subnets.map(({ id }) => id);
}

function subnetProblem(translation: Translation, message: string): void {
  reportGateway(translation, 'subnets', { path: 'spec.infrastructure.parametersRef', message });
}

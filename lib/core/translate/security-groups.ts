// Who may reach the load balancer, and as whom it reaches its targets: a managed front-end group beside the cluster's shared
// back-end group, or the groups that the configuration names.
import { invariant } from '../base/invariant.ts';
import type { Ref, Value } from '../base/ref.ts';
import type { IngressRule, SecurityGroup } from '../stack/stack.ts';
import type { SecurityGroupFact } from './facts.ts';
import type { ListenerPort } from './listener-ports.ts';
import { ipAddressTypeOf } from './load-balancer.ts';
import { loadBalancerTags } from './tags.ts';
import { lack, reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

export interface SecurityGroups {
  /** Those of the stack. */
  readonly groups: readonly SecurityGroup[];
  /** Those on the load balancer. */
  readonly attached: readonly Value[];
  /** The group that targets must let in; absent: their ingress is not managed. */
  readonly towardsTargets?: Value;
}

const frontEnd: Ref = { ref: 'ManagedLBSecurityGroup', attribute: 'groupId' };
const shared: Ref = { ref: 'BackendSecurityGroup', attribute: 'groupId' };

/** Undefined if a group that the configuration names is not known. */
export function buildSecurityGroups(
  translation: Translation,
  ports: readonly ListenerPort[],
): SecurityGroups | undefined {
  const { securityGroups = [], manageBackendSecurityGroupRules: asked } = translation.gateway.configuration;
  const { defaults, managesTargetIngress } = translation.profile;
  const backend = backendGroup(translation);
  if (securityGroups.length === 0) {
    const front = frontEndGroup(translation, ports);
    return {
      groups: [front, ...backend.groups],
      attached: [frontEnd, ...backend.attached],
      towardsTargets: backend.attached[0] ?? frontEnd,
    };
  }
  const named = namedGroups(translation, securityGroups);
  if (named === undefined) return undefined;
  if (!managesTargetIngress(asked, defaults.managesTargetIngress)) return { groups: [], attached: named };
  const [source] = backend.attached;
  if (source === undefined) return void reportNoBackendGroup(translation);
  return { groups: backend.groups, attached: [...named, ...backend.attached], towardsTargets: source };
}

/** As whom load balancers reach targets, beside their front-end groups. */
function backendGroup(translation: Translation): Pick<SecurityGroups, 'groups' | 'attached'> {
  const { backendGroup: decided } = translation.profile.defaults;
  if (decided === 'none') return { groups: [], attached: [] };
  if (decided === 'shared') return { groups: [sharedGroup(translation)], attached: [shared] };
  return { groups: [], attached: [decided.id] };
}

function reportNoBackendGroup(translation: Translation): void {
  reportGateway(translation, 'security-groups', {
    path: 'spec.infrastructure.parametersRef',
    message:
      'manageBackendSecurityGroupRules needs the shared backend security group, which enableBackendSecurityGroup switches off. Remove one of them',
  });
}

function frontEndGroup(translation: Translation, ports: readonly ListenerPort[]): SecurityGroup {
  const { gateway, graph, profile } = translation;
  return {
    id: frontEnd.ref,
    name: profile.names.securityGroup(graph.key, gateway.uid),
    description: profile.descriptions.frontEndGroup,
    vpcId: vpcId(translation),
    ingress: frontEndIngress(translation, ports),
    tags: loadBalancerTags(translation),
    shared: false,
  };
}

function sharedGroup(translation: Translation): SecurityGroup {
  const { graph, profile } = translation;
  return {
    id: shared.ref,
    name: profile.names.sharedSecurityGroup(graph.key.cluster),
    description: profile.descriptions.sharedGroup,
    vpcId: vpcId(translation),
    tags: profile.defaults.tags,
    shared: true,
  };
}

/** build-stack goes no further without the VPC. */
function vpcId({ facts }: Translation): string {
  invariant(facts.vpc !== undefined, 'the VPC is known before anything is built in it');
  return facts.vpc.id;
}

/** Every listener's port from every source. */
function frontEndIngress(translation: Translation, ports: readonly ListenerPort[]): readonly IngressRule[] {
  const { sourceRanges, securityGroupPrefixes = [], enableICMP = false } = translation.gateway.configuration;
  const { repeatsIngress, sourceRanges: sources } = translation.profile.listeners;
  const ranges = usableRanges(translation, sources(sourceRanges, securityGroupPrefixes));
  const rules = ports.flatMap(({ port, listeners }) =>
    (repeatsIngress ? listeners : listeners.slice(0, 1)).flatMap(() => [
      ...ranges.flatMap((range) => [tcp(port, cidrSource(range)), ...(enableICMP ? [pathMtuDiscovery(range)] : [])]),
      ...securityGroupPrefixes.map((prefixListId) => tcp(port, { prefixListId })),
    ]),
  );
  return repeatsIngress ? rules : [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** IPv6 ranges need a dual-stack load balancer; what is no range at all is reported and opens nothing. */
function usableRanges(translation: Translation, ranges: readonly string[]): readonly string[] {
  const takesIpv6 = ipAddressTypeOf(translation) !== 'ipv4';
  const wrong = ranges.filter((range) => !isCidr(range));
  for (const range of wrong) {
    reportGateway(translation, 'source-ranges', {
      path: 'spec.infrastructure.parametersRef',
      message: `sourceRanges: "${range}" is not a CIDR block and admits nobody. Correct or remove it`,
    });
  }
  return ranges.filter((range) => isCidr(range) && (takesIpv6 || !range.includes(':')));
}

function isCidr(range: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(range) || /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/\d{1,3}$/.test(range);
}

function tcp(port: number, source: IngressRule['source']): IngressRule {
  return { protocol: 'tcp', fromPort: port, toPort: port, source };
}

function cidrSource(range: string): IngressRule['source'] {
  return range.includes(':') ? { cidrIpv6: range } : { cidrIpv4: range };
}

/** ICMP "fragmentation needed" and ICMPv6 "packet too big" (RFC 1191, RFC 8201). LIM-59: meant for NLB, kept for ALB. */
function pathMtuDiscovery(range: string): IngressRule {
  return range.includes(':')
    ? { protocol: 'icmpv6', fromPort: 2, toPort: 0, source: cidrSource(range) }
    : { protocol: 'icmp', fromPort: 3, toPort: 4, source: cidrSource(range) };
}

/** Ids first, then names, as in LBC. */
function namedGroups(translation: Translation, asked: readonly string[]): readonly string[] | undefined {
  const ids = asked.filter((text) => text.startsWith('sg-'));
  const names = asked.filter((text) => !text.startsWith('sg-'));
  const { securityGroups } = translation.facts;
  if (securityGroups === undefined) return void lack(translation, { fact: 'security-groups', ids, names });
  const missing = [
    ...ids.filter((id) => !securityGroups.some((group) => group.id === id)),
    ...names.filter((name) => !securityGroups.some((group) => hasName(group, name))),
  ];
  if (missing.length === 0)
    return [
      ...ids,
      ...names.flatMap((name) => securityGroups.filter((group) => hasName(group, name)).map(({ id }) => id)),
    ];
  return void reportGateway(translation, 'security-groups', {
    path: 'spec.infrastructure.parametersRef',
    message: `security groups ${missing.join(', ')} are not in the VPC. Name existing ones by id or by their Name tag`,
  });
}

function hasName({ tags }: SecurityGroupFact, name: string): boolean {
  return tags['Name'] === name;
}

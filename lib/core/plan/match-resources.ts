// Which observed resource is which desired one.
//
//   observed resource                      | desired one exists            | none desired
//   ---------------------------------------+-------------------------------+---------------------
//   our tags, same id, same unchangeables  | match                         | leftover: deleted
//   our tags, same id, other unchangeables | leftover beside a new one     | leftover: deleted
//   not our tags, holds the name or port   | blocked: said, never touched  | never touched
//   not our tags                           | never touched                 | never touched
//
// AWS answers a create with the name and settings of an existing resource by handing that one out, whoever owns it: hence
// the check for names that somebody else holds.
import type { Known } from '../base/ref.ts';
import { fitTagValue } from '../profile/names.ts';
import type { Profile } from '../profile/profile.ts';
import type { SecurityGroup, Stack, TargetGroup } from '../stack/stack.ts';
import type {
  ObservedCertificate,
  ObservedListener,
  ObservedLoadBalancer,
  ObservedSecurityGroup,
  ObservedStack,
  ObservedTargetGroup,
  ObservedTrustStore,
} from './observed.ts';
import { isOfStack, isResource, isShared } from './ownership.ts';
import type { Wait } from './plan.ts';
import { matchCertificate } from './match-certificate.ts';

export interface Matches {
  readonly loadBalancer?: ObservedLoadBalancer;
  /** By resource id. */
  readonly securityGroups: Readonly<Record<string, ObservedSecurityGroup>>;
  readonly targetGroups: Readonly<Record<string, ObservedTargetGroup>>;
  /** By decimal port. */
  readonly listeners: Readonly<Record<string, ObservedListener>>;
  readonly certificates: Readonly<Record<string, ObservedCertificate>>;
  readonly trustStores: Readonly<Record<string, ObservedTrustStore>>;
  /** ARNs and ids of all matched resources. */
  readonly known: Known;
  /** Ids of desired resources that cannot be made because somebody else holds the name or the port. */
  readonly blocked: Readonly<Record<string, Wait>>;
}

/** Seconds until a further look at something that only a person can change. */
const patience = 600;

/** Matches desired and observed resources of one stack. Rules are matched by content, in plan-rules. */
export function matchResources(stack: Stack, observed: ObservedStack, profile: Profile): Matches {
  const loadBalancer = matchLoadBalancer(stack, observed, profile);
  const securityGroups = matchEach(stack.securityGroups, (group) =>
    matchSecurityGroup(group, stack, observed, profile),
  );
  const groupsById = indexTargetGroups(stack, observed, profile);
  const targetGroups = matchEach(stack.targetGroups, (group) => matchTargetGroup(group, groupsById));
  const listeners = loadBalancer === undefined ? {} : matchListeners(loadBalancer, stack, observed, profile);
  const certificates = matchEach(stack.certificates ?? [], (certificate) =>
    matchCertificate(certificate, stack, observed, profile),
  );
  const trustStores = matchEach(stack.trustStores ?? [], ({ id }) =>
    observed.trustStores?.find(({ tags }) => isOfStack(tags, profile, stack.gateway) && isResource(tags, profile, id)),
  );
  return {
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    securityGroups,
    targetGroups,
    listeners,
    certificates,
    trustStores,
    known: knownAttributes(loadBalancer, securityGroups, {
      ...targetGroups,
      ...listeners,
      ...certificates,
      ...trustStores,
    }),
    blocked: blockedNames(stack, observed, { loadBalancer, securityGroups, targetGroups, listeners }),
  };
}

function matchEach<D extends { readonly id: string }, O>(
  desired: readonly D[],
  match: (one: D) => O | undefined,
): Readonly<Record<string, O>> {
  const matches: Record<string, O> = {};
  for (const one of desired) {
    const found = match(one);
    if (found !== undefined) matches[one.id] = found;
  }
  return matches;
}

/** Prefers the one with the desired name; a retiring one serves out its time and is never matched again. */
function matchLoadBalancer(stack: Stack, observed: ObservedStack, profile: Profile): ObservedLoadBalancer | undefined {
  const { loadBalancer: desired, gateway } = stack;
  if (desired === undefined) return undefined;
  const ours = observed.loadBalancers.filter(
    ({ tags }) => isOfStack(tags, profile, gateway) && tags[profile.tagKeys.retireAfter] === undefined,
  );
  return ours.find(({ name }) => name === desired.name) ?? ours[0];
}

function matchSecurityGroup(
  desired: SecurityGroup,
  stack: Stack,
  observed: ObservedStack,
  profile: Profile,
): ObservedSecurityGroup | undefined {
  return observed.securityGroups.find(({ tags, vpcId }) =>
    vpcId !== desired.vpcId
      ? false
      : desired.shared
        ? isShared(tags, profile, stack.gateway.cluster)
        : isOfStack(tags, profile, stack.gateway) && isResource(tags, profile, desired.id),
  );
}

/** Groups of this stack by the value of their resource tag. */
function indexTargetGroups(
  stack: Stack,
  observed: ObservedStack,
  profile: Profile,
): ReadonlyMap<string, readonly ObservedTargetGroup[]> {
  const ours = observed.targetGroups.filter(({ tags }) => isOfStack(tags, profile, stack.gateway));
  return Map.groupBy(ours, ({ tags }) => tags[profile.tagKeys.resource] ?? '');
}

/** The port is not compared: targets carry their own. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
function matchTargetGroup(
  desired: TargetGroup,
  byId: ReadonlyMap<string, readonly ObservedTargetGroup[]>,
): ObservedTargetGroup | undefined {
  const candidates = (byId.get(fitTagValue(desired.id)) ?? []).filter(
    (group) =>
      group.targetType === desired.targetType &&
      group.protocol === desired.protocol &&
      group.protocolVersion === desired.protocolVersion &&
      group.ipAddressType === desired.ipAddressType &&
      group.vpcId === desired.vpcId,
  );
  return candidates.find(({ name }) => name === desired.name) ?? candidates[0];
}

function matchListeners(
  loadBalancer: ObservedLoadBalancer,
  stack: Stack,
  observed: ObservedStack,
  profile: Profile,
): Readonly<Record<string, ObservedListener>> {
  return matchEach(stack.listeners, ({ port }) =>
    observed.listeners.find(
      (listener) =>
        listener.loadBalancerArn === loadBalancer.arn &&
        listener.port === port &&
        isOfStack(listener.tags, profile, stack.gateway),
    ),
  );
}

function knownAttributes(
  loadBalancer: ObservedLoadBalancer | undefined,
  securityGroups: Matches['securityGroups'],
  others: Readonly<Record<string, { readonly arn: string }>>,
): Known {
  const arns = { ...others, ...(loadBalancer === undefined ? {} : { LoadBalancer: loadBalancer }) };
  return Object.fromEntries([
    ...Object.entries(securityGroups).map(([id, group]) => [id, { groupId: group.id }] as const),
    ...Object.entries(arns).map(([id, { arn }]) => [id, { arn }] as const),
  ]);
}

type Matched = Pick<Matches, 'securityGroups' | 'targetGroups' | 'listeners'> & {
  readonly loadBalancer: ObservedLoadBalancer | undefined;
};

function blockedNames(stack: Stack, observed: ObservedStack, matched: Matched): Readonly<Record<string, Wait>> {
  const { loadBalancer: desired } = stack;
  const blocks = [
    ...(desired === undefined || matched.loadBalancer !== undefined ? [] : [desired])
      .filter(({ name }) => observed.loadBalancers.some((other) => other.name === name))
      .map(({ id, name }) => block(id, `the load balancer name ${name} is taken by one that is not this Gateway's`)),
    ...stack.securityGroups
      .filter(
        ({ id, name, vpcId }) =>
          matched.securityGroups[id] === undefined &&
          observed.securityGroups.some((other) => other.name === name && other.vpcId === vpcId),
      )
      .map(({ id, name, vpcId }) => block(id, `the security group name ${name} is taken in ${vpcId}`)),
    ...stack.targetGroups
      .filter(
        ({ id, name }) =>
          matched.targetGroups[id] === undefined && observed.targetGroups.some((other) => other.name === name),
      )
      .map(({ id, name }) =>
        block(id, `the target group name ${name} is taken by one with other settings or another owner`),
      ),
    ...stack.listeners
      .filter(
        ({ id, port }) =>
          matched.listeners[id] === undefined &&
          observed.listeners.some(
            (other) => other.port === port && other.loadBalancerArn === matched.loadBalancer?.arn,
          ),
      )
      .map(({ id, port }) => block(id, `port ${String(port)} is taken by a listener that is not this Gateway's`)),
  ];
  return Object.fromEntries(blocks.map((wait) => [wait.resource, wait]));
}

function block(resource: string, why: string): Wait {
  return { resource, why, leavesUndone: true, lookAgainInSeconds: patience };
}

// What the world looks like after a step, without touching it: for the laws, for `plan`, and for a process that has just
// applied a plan and need not read back what it wrote itself.
import { invariant } from '../base/invariant.ts';
import { resolveValue, type Known, type Value } from '../base/ref.ts';
import type { AlbListener, IngressRule, LoadBalancer, Tags } from '../stack/stack.ts';
import { ingressText } from './ingress-rules.ts';
import {
  type ObservedListener,
  type ObservedLoadBalancer,
  type ObservedRule,
  type ObservedSecurityGroup,
  type ObservedStack,
  type ObservedTargetGroup,
  unreadProtection,
} from './observed.ts';
import { resolveRefs } from './resolve-refs.ts';
import type { Step, StepRequest } from './step.ts';
import { forwardsTo } from './warm-up.ts';

/**
 * The observed stack after `step` succeeded. `known` holds what the plan has learnt so far, this step's own resource
 * included. Health, states and DNS names are not foretold.
 */
export function applyToObserved(observed: ObservedStack, step: Step, known: Known): ObservedStack {
  const request = resolveRefs(step.request, known);
  return withAttachments(applyRequest(observed, request, created(step, known)));
}

/** The ARN or id of what the step creates. */
function created(step: Step, known: Known): string {
  const learnt = known[step.resource];
  return learnt?.arn ?? learnt?.groupId ?? '';
}

type Request<Call extends StepRequest['call']> = Extract<StepRequest, { readonly call: Call }>;
type Appliers = {
  readonly [Call in StepRequest['call']]: (
    observed: ObservedStack,
    request: Request<Call>,
    id: string,
  ) => ObservedStack;
};

function applyRequest<Call extends StepRequest['call']>(
  observed: ObservedStack,
  request: Request<Call>,
  id: string,
): ObservedStack {
  const apply: Appliers[Call] = appliers[request.call as Call];
  return apply(observed, request, id);
}

const appliers: Appliers = {
  CreateSecurityGroup: (observed, { group, tags }, id) => ({
    ...observed,
    securityGroups: [...observed.securityGroups, { id, name: group.name, vpcId: group.vpcId, ingress: [], tags }],
  }),
  AuthorizeSecurityGroupIngress: (observed, { groupId, rules }) =>
    withGroup(observed, groupId, (group) => ({ ...group, ingress: [...group.ingress, ...rules] })),
  RevokeSecurityGroupIngress: (observed, { groupId, rules }) =>
    withGroup(observed, groupId, (group) => ({ ...group, ingress: without(group.ingress, rules) })),
  DeleteSecurityGroup: (observed, { groupId }) => ({
    ...observed,
    securityGroups: observed.securityGroups.filter(({ id }) => id !== groupId),
  }),
  CreateTags: (observed, { groupId, tags }) =>
    withGroup(observed, groupId, (group) => ({ ...group, tags: { ...group.tags, ...tags } })),
  DeleteTags: (observed, { groupId, keys }) =>
    withGroup(observed, groupId, (group) => ({ ...group, tags: withoutKeys(group.tags, keys) })),
  CreateLoadBalancer: (observed, { loadBalancer, tags }, arn) => ({
    ...observed,
    loadBalancers: [...observed.loadBalancers, newLoadBalancer(loadBalancer, tags, arn, observed)],
  }),
  ModifyLoadBalancerAttributes: (observed, { loadBalancer, attributes }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, attributes: { ...old.attributes, ...attributes } })),
  SetSecurityGroups: (observed, { loadBalancer, securityGroups }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, securityGroups: securityGroups.map(text) })),
  SetSubnets: (observed, { loadBalancer, subnetIds }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, subnetIds })),
  SetIpAddressType: (observed, { loadBalancer, ipAddressType }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, ipAddressType })),
  ModifyIpPools: (observed, { loadBalancer, ipv4IpamPoolId }) =>
    withBalancer(observed, loadBalancer, ({ ipv4IpamPoolId: _, ...old }) =>
      ipv4IpamPoolId === undefined ? old : { ...old, ipv4IpamPoolId },
    ),
  ModifyCapacityReservation: (observed, { loadBalancer, capacityUnits }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, capacityUnits })),
  AssociateWebACL: (observed, { loadBalancer, webAclArn }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, webAclArn })),
  DisassociateWebACL: (observed, { loadBalancer }) =>
    withBalancer(observed, loadBalancer, ({ webAclArn: _, ...old }) => old),
  CreateProtection: (observed, { loadBalancer }) =>
    withBalancer(observed, loadBalancer, (old) => ({ ...old, protectionId: unreadProtection })),
  DeleteProtection: (observed, { protectionId }) => ({
    ...observed,
    loadBalancers: observed.loadBalancers.map(({ protectionId: id, ...old }) =>
      id === undefined || id === protectionId ? old : { ...old, protectionId: id },
    ),
  }),
  DeleteLoadBalancer: (observed, { loadBalancer }) => {
    const listeners = observed.listeners.filter(({ loadBalancerArn }) => loadBalancerArn !== loadBalancer);
    const kept = new Set(listeners.map(({ arn }) => arn));
    return {
      ...observed,
      loadBalancers: observed.loadBalancers.filter(({ arn }) => arn !== loadBalancer),
      listeners,
      rules: observed.rules.filter(({ listenerArn }) => kept.has(listenerArn)),
    };
  },
  CreateTargetGroup: (observed, { targetGroup, tags }, arn) => {
    const { name, targetType, port, protocol, protocolVersion, ipAddressType, vpcId, healthCheck } = targetGroup;
    const group: ObservedTargetGroup = {
      arn,
      name,
      targetType,
      port,
      protocol,
      protocolVersion,
      ipAddressType,
      vpcId,
      healthCheck,
      loadBalancerArns: [],
      tags,
    };
    return { ...observed, targetGroups: [...observed.targetGroups, group] };
  },
  ModifyTargetGroup: (observed, { targetGroup, healthCheck }) =>
    withTargetGroup(observed, targetGroup, (old) => ({ ...old, healthCheck })),
  ModifyTargetGroupAttributes: (observed, { targetGroup, attributes }) =>
    withTargetGroup(observed, targetGroup, (old) => ({ ...old, attributes: { ...old.attributes, ...attributes } })),
  DeleteTargetGroup: (observed, { targetGroup }) => ({
    ...observed,
    targetGroups: observed.targetGroups.filter(({ arn }) => arn !== targetGroup),
  }),
  RegisterTargets: (observed) => observed,
  CreateListener: (observed, { loadBalancer, listener, tags }, arn) => ({
    ...observed,
    listeners: [
      ...observed.listeners,
      {
        ...listenerSettings(listener),
        certificates: listener.certificates.slice(0, 1).map(text),
        arn,
        loadBalancerArn: text(loadBalancer),
        tags,
      },
    ],
  }),
  ModifyListener: (observed, { listener, to }) =>
    withListener(observed, listener, ({ arn, loadBalancerArn, tags, attributes, certificates }) => ({
      ...listenerSettings(to),
      certificates: [...to.certificates.slice(0, 1).map(text), ...certificates.slice(1)],
      arn,
      loadBalancerArn,
      tags,
      ...(attributes === undefined ? {} : { attributes }),
    })),
  ModifyListenerAttributes: (observed, { listener, attributes }) =>
    withListener(observed, listener, (old) => ({ ...old, attributes: { ...old.attributes, ...attributes } })),
  AddListenerCertificates: (observed, { listener, certificates }) =>
    withListener(observed, listener, (old) => ({
      ...old,
      certificates: [...new Set([...old.certificates, ...certificates.map(text)])],
    })),
  RemoveListenerCertificates: (observed, { listener, certificates }) =>
    withListener(observed, listener, (old) => ({
      ...old,
      certificates: old.certificates.filter((arn, index) => index === 0 || !certificates.includes(arn)),
    })),
  DeleteListener: (observed, { listener }) => ({
    ...observed,
    listeners: observed.listeners.filter(({ arn }) => arn !== listener),
    rules: observed.rules.filter(({ listenerArn }) => listenerArn !== listener),
  }),
  CreateRule: (observed, { listener, priority, conditions, actions, transforms, tags }, arn) => ({
    ...observed,
    rules: [...observed.rules, { arn, listenerArn: text(listener), priority, conditions, actions, transforms, tags }],
  }),
  ModifyRule: (observed, { rule, actions, transforms }) =>
    withRule(observed, rule, (old) => ({ ...old, actions, transforms })),
  SetRulePriorities: (observed, { priorities }) => {
    const slots = new Map(priorities.map(({ rule, priority }) => [rule, priority]));
    return {
      ...observed,
      rules: observed.rules.map((rule) => ({ ...rule, priority: slots.get(rule.arn) ?? rule.priority })),
    };
  },
  DeleteRule: (observed, { rule }) => ({ ...observed, rules: observed.rules.filter(({ arn }) => arn !== rule) }),
  ImportCertificate: (observed, { tags, over }, arn) =>
    over === undefined ? { ...observed, certificates: [...(observed.certificates ?? []), { arn, tags }] } : observed,
  AddTagsToCertificate: (observed, { certificate, tags }) =>
    withCertificate(observed, certificate, (old) => ({ ...old, ...tags })),
  RemoveTagsFromCertificate: (observed, { certificate, tags }) =>
    withCertificate(observed, certificate, (old) => withoutKeys(old, Object.keys(tags))),
  DeleteCertificate: (observed, { certificate }) => ({
    ...observed,
    certificates: (observed.certificates ?? []).filter(({ arn }) => arn !== certificate),
  }),
  CreateTrustStore: (observed, { tags }, arn) => ({
    ...observed,
    trustStores: [...(observed.trustStores ?? []), { arn, tags }],
  }),
  ModifyTrustStore: (observed) => observed,
  DeleteTrustStore: (observed, { trustStore }) => ({
    ...observed,
    trustStores: (observed.trustStores ?? []).filter(({ arn }) => arn !== trustStore),
  }),
  AddTags: (observed, { resources, tags }) => withTags(observed, resources, (old) => ({ ...old, ...tags })),
  RemoveTags: (observed, { resources, keys }) => withTags(observed, resources, (old) => withoutKeys(old, keys)),
};

function text(value: Value): string {
  const resolved = resolveValue(value, {});
  invariant(resolved !== undefined, 'a step is applied after the steps that its Refs need');
  return resolved;
}

function newLoadBalancer(
  desired: LoadBalancer,
  tags: Tags,
  arn: string,
  observed: ObservedStack,
): ObservedLoadBalancer {
  const { name, scheme, ipAddressType, subnetIds, securityGroups, ipv4IpamPoolId } = desired;
  const vpcId = observed.securityGroups[0]?.vpcId ?? '';
  const pool = ipv4IpamPoolId === undefined ? {} : { ipv4IpamPoolId };
  return {
    arn,
    name,
    dnsName: '',
    state: 'provisioning',
    scheme,
    ipAddressType,
    vpcId,
    subnetIds,
    securityGroups: securityGroups.map(text),
    ...pool,
    tags,
  };
}

function listenerSettings({
  port,
  protocol,
  defaultActions,
  sslPolicy,
  mutualAuthentication,
}: AlbListener): Omit<ObservedListener, 'arn' | 'loadBalancerArn' | 'tags' | 'certificates'> {
  return {
    port,
    protocol,
    defaultActions,
    ...(sslPolicy === undefined ? {} : { sslPolicy }),
    ...(mutualAuthentication === undefined ? {} : { mutualAuthentication: observedMutual(mutualAuthentication) }),
  };
}

function observedMutual(
  mutual: NonNullable<AlbListener['mutualAuthentication']>,
): NonNullable<ObservedListener['mutualAuthentication']> {
  const { trustStoreArn, ...rest } = mutual;
  return trustStoreArn === undefined ? rest : { ...rest, trustStoreArn: text(trustStoreArn) };
}

function without(rules: readonly IngressRule[], revoked: readonly IngressRule[]): readonly IngressRule[] {
  const texts = new Set(revoked.map(ingressText));
  return rules.filter((rule) => !texts.has(ingressText(rule)));
}

function withoutKeys(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

function withBalancer(
  observed: ObservedStack,
  arn: Value,
  change: (old: ObservedLoadBalancer) => ObservedLoadBalancer,
): ObservedStack {
  return { ...observed, loadBalancers: observed.loadBalancers.map((old) => (old.arn === arn ? change(old) : old)) };
}

function withListener(
  observed: ObservedStack,
  arn: Value,
  change: (old: ObservedListener) => ObservedListener,
): ObservedStack {
  return { ...observed, listeners: observed.listeners.map((old) => (old.arn === arn ? change(old) : old)) };
}

function withRule(observed: ObservedStack, arn: string, change: (old: ObservedRule) => ObservedRule): ObservedStack {
  return { ...observed, rules: observed.rules.map((old) => (old.arn === arn ? change(old) : old)) };
}

function withTargetGroup(
  observed: ObservedStack,
  arn: Value,
  change: (old: ObservedTargetGroup) => ObservedTargetGroup,
): ObservedStack {
  return { ...observed, targetGroups: observed.targetGroups.map((old) => (old.arn === arn ? change(old) : old)) };
}

function withGroup(
  observed: ObservedStack,
  id: Value,
  change: (old: ObservedSecurityGroup) => ObservedSecurityGroup,
): ObservedStack {
  return { ...observed, securityGroups: observed.securityGroups.map((old) => (old.id === id ? change(old) : old)) };
}

function withCertificate(observed: ObservedStack, certificate: string, change: (old: Tags) => Tags): ObservedStack {
  const certificates = (observed.certificates ?? []).map((old) =>
    old.arn === certificate ? { ...old, tags: change(old.tags) } : old,
  );
  return { ...observed, certificates };
}

function withTags(observed: ObservedStack, resources: readonly Value[], change: (old: Tags) => Tags): ObservedStack {
  const retagged = <T extends { readonly arn: string; readonly tags: Tags }>(old: T): T =>
    resources.includes(old.arn) ? { ...old, tags: change(old.tags) } : old;
  return {
    ...observed,
    loadBalancers: observed.loadBalancers.map(retagged),
    listeners: observed.listeners.map(retagged),
    rules: observed.rules.map(retagged),
    targetGroups: observed.targetGroups.map(retagged),
    ...(observed.trustStores === undefined ? {} : { trustStores: observed.trustStores.map(retagged) }),
  };
}

/** A group belongs to the load balancers whose rules or default actions forward to it. */
function withAttachments(observed: ObservedStack): ObservedStack {
  const balancerOf = new Map(observed.listeners.map(({ arn, loadBalancerArn }) => [arn, loadBalancerArn]));
  const attached = new Map<string, Set<string>>();
  const attach = (arns: readonly string[], loadBalancerArn: string): void => {
    for (const arn of arns) attached.set(arn, (attached.get(arn) ?? new Set()).add(loadBalancerArn));
  };
  for (const { defaultActions, loadBalancerArn } of observed.listeners)
    attach(forwardsTo(defaultActions), loadBalancerArn);
  for (const { actions, listenerArn } of observed.rules) attach(forwardsTo(actions), balancerOf.get(listenerArn) ?? '');
  return {
    ...observed,
    targetGroups: observed.targetGroups.map((group) => ({
      ...group,
      loadBalancerArns: [...(attached.get(group.arn) ?? [])],
    })),
  };
}

// A Stack in the JSON shape that the AWS Load Balancer Controller writes into its dry-run-plan annotation (v3.5), quirks of
// that shape included, so that the two can be compared member by member.
import { nameOf } from '../../core/base/ids.ts';
import { isRef, resolveValue } from '../../core/base/ref.ts';
import type { Known, Value } from '../../core/base/ref.ts';
import type { Graph } from '../../core/graph/graph.ts';
import type { Profile } from '../../core/profile/profile.ts';
import type { AlbListener, IngressRule, LoadBalancer, SecurityGroup, Stack } from '../../core/stack/stack.ts';
import { filled, keyValues, optional, tagged } from './lbc-json.ts';
import type { Json, WriteValue } from './lbc-json.ts';
import { lbcListenerRule } from './lbc-listener-rule.ts';
import { lbcTargetGroup, lbcTargetGroupBinding } from './lbc-target-group.ts';

/** `known`: values of resources that exist already, e.g. the id of the shared security group. */
export function lbcStack(stack: Stack, graph: Graph, { defaults }: Profile, known: Known = {}): Json {
  const write: WriteValue = (value) => resolveValue(value, known) ?? pointer(value, stack);
  const { loadBalancer } = stack;
  const networking = {
    ...(stack.towardsTargets === undefined ? {} : { source: write(stack.towardsTargets) }),
    restrictsPorts: defaults.restrictsTargetPorts,
  };
  const resources = {
    'AWS::EC2::SecurityGroup': byId(
      stack.securityGroups.filter((group) => !group.shared),
      (group) => securityGroup(group, write),
    ),
    'AWS::ElasticLoadBalancingV2::Listener': byId(stack.listeners, (listener) => lbcListener(listener, write)),
    'AWS::ElasticLoadBalancingV2::ListenerRule': Object.fromEntries(
      stack.rules.map((rule) => [`${rule.port}:${rule.rank}`, { spec: lbcListenerRule(rule, write) }]),
    ),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': byId(loadBalancer === undefined ? [] : [loadBalancer], (balancer) =>
      lbcLoadBalancer(balancer, write),
    ),
    'AWS::ElasticLoadBalancingV2::TargetGroup': byId(stack.targetGroups, lbcTargetGroup),
    ...addOns(loadBalancer),
    'K8S::ElasticLoadBalancingV2::TargetGroupBinding': byId(
      stack.targetGroups.filter(({ binding }) => binding !== undefined),
      (group) => lbcTargetGroupBinding(group, networking, graph.gateway?.infrastructure),
    ),
  };
  return {
    id: nameOf(stack.gateway),
    resources: {
      ...Object.fromEntries(Object.entries(resources).filter(([, members]) => Object.keys(members).length > 0)),
      FrontendNLBTargetGroup: { FrontendNLBTargetGroup: { TargetGroups: {} } },
    },
  };
}

function byId<Resource extends { readonly id: string }>(
  resources: readonly Resource[],
  spec: (resource: Resource) => Json,
): Json {
  return Object.fromEntries(resources.map((resource) => [resource.id, { spec: spec(resource) }]));
}

/** `$ref` as LBC prints a token that is not known yet. */
function pointer(value: Value, stack: Stack): unknown {
  if (!isRef(value)) return value;
  const isGroup = stack.targetGroups.some(({ id }) => id === value.ref);
  if (isGroup)
    return { $ref: `#/resources/AWS::ElasticLoadBalancingV2::TargetGroup/${value.ref}/status/targetGroupARN` };
  if (value.attribute === 'groupId') return { $ref: `#/resources/AWS::EC2::SecurityGroup/${value.ref}/status/groupID` };
  return { $ref: `#/resources/AWS::ElasticLoadBalancingV2::LoadBalancer/${value.ref}/status/loadBalancerARN` };
}

const loadBalancerArn = {
  $ref: '#/resources/AWS::ElasticLoadBalancingV2::LoadBalancer/LoadBalancer/status/loadBalancerARN',
};

function lbcLoadBalancer(balancer: LoadBalancer, write: WriteValue): Json {
  const { minimumCapacityUnits = 0 } = balancer;
  return {
    name: balancer.name,
    type: 'application',
    scheme: balancer.scheme,
    ipAddressType: balancer.ipAddressType,
    subnetMapping: balancer.subnetIds.map((subnetID) => ({ subnetID })),
    securityGroups: balancer.securityGroups.map(write),
    ...optional('customerOwnedIPv4Pool', balancer.customerOwnedIpv4Pool),
    ...optional('ipv4IPAMPool', balancer.ipv4IpamPoolId),
    ...(minimumCapacityUnits === 0 ? {} : { minimumLoadBalancerCapacity: { capacityUnits: minimumCapacityUnits } }),
    ...filled('loadBalancerAttributes', keyValues(balancer.attributes)),
    ...tagged(balancer.tags),
  };
}

/** Only what is switched on is in a plan; LBC remembers elsewhere what was. */
function addOns(balancer: LoadBalancer | undefined): Readonly<Record<string, Json>> {
  const { webAclArn = '', shieldProtected = false } = balancer ?? {};
  return {
    'AWS::WAFv2::WebACLAssociation':
      webAclArn === '' ? {} : { LoadBalancer: { spec: { webACLARN: webAclArn, resourceARN: loadBalancerArn } } },
    'AWS::Shield::Protection': shieldProtected
      ? { LoadBalancer: { spec: { enabled: true, resourceARN: loadBalancerArn } } }
      : {},
  };
}

function securityGroup(group: SecurityGroup, write: WriteValue): Json {
  return {
    groupName: group.name,
    description: group.description,
    ...tagged(group.tags),
    ...filled(
      'ingress',
      (group.ingress ?? []).map((rule) => permission(rule, write)),
    ),
  };
}

function permission({ protocol, fromPort, toPort, source }: IngressRule, write: WriteValue): Json {
  return { ipProtocol: protocol, fromPort, toPort, ...permissionSource(source, write) };
}

function permissionSource(source: IngressRule['source'], write: WriteValue): Json {
  if ('cidrIpv4' in source) return { ipRanges: [{ cidrIP: source.cidrIpv4 }] };
  if ('cidrIpv6' in source) return { ipv6Ranges: [{ cidrIPv6: source.cidrIpv6 }] };
  if ('prefixListId' in source) return { prefixLists: [{ listID: source.prefixListId }] };
  return { userIDGroupPairs: [{ groupID: write(source.securityGroup) }] };
}

/** Attribute keys of listeners are spelt `Key`/`Value`, elsewhere `key`/`value`; LBC itself leaves certificate ARNs out. */
function lbcListener(listener: AlbListener, write: WriteValue): Json {
  const { mutualAuthentication: clients } = listener;
  return {
    loadBalancerARN: loadBalancerArn,
    port: listener.port,
    protocol: listener.protocol,
    defaultActions: [{ type: 'fixed-response', fixedResponseConfig: { contentType: 'text/plain', statusCode: '404' } }],
    ...filled(
      'certificates',
      listener.certificates.map((certificate) => ({ certificateARN: write(certificate) })),
    ),
    ...optional('sslPolicy', listener.sslPolicy),
    ...(clients === undefined ? {} : { mutualAuthentication: mutualAuthentication(clients, write) }),
    ...filled(
      'listenerAttributes',
      Object.entries(listener.attributes).map(([Key, value]) => ({ Key, Value: value })),
    ),
    ...tagged(listener.tags),
  };
}

function mutualAuthentication(clients: NonNullable<AlbListener['mutualAuthentication']>, write: WriteValue): Json {
  return {
    mode: clients.mode,
    ...(clients.trustStoreArn === undefined ? {} : { trustStoreArn: write(clients.trustStoreArn) }),
    ...optional('ignoreClientCertificateExpiry', clients.ignoreClientCertificateExpiry),
    advertiseTrustStoreCaNames: clients.advertiseTrustStoreCaNames ?? '',
  };
}

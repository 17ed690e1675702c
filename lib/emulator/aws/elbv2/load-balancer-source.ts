// The stores as the data plane reads them.
import type {
  CertificateView,
  ListenerView,
  LoadBalancerSource,
  LoadBalancerView,
  TargetGroupView,
  TargetView,
} from '../../data-plane/load-balancer-source.ts';
import type { Acm } from '../acm/acm.ts';
import type { Waf } from '../wafv2/waf.ts';
import { webAclView } from './web-acl-view.ts';
import { listenerAttributes } from './attributes/listener-attributes.ts';
import { loadBalancerAttributes } from './attributes/load-balancer-attributes.ts';
import { targetGroupAttributes } from './attributes/target-group-attributes.ts';
import type { Elbv2 } from './elbv2.ts';
import { listenersOf } from './listeners/listener-rows.ts';
import { mutualAuthenticationView } from './listeners/mutual-authentication-view.ts';
import { loadBalancersOfGroup, rulesOfListener } from './rules/rule-index.ts';
import { byPriority } from './rules/views.ts';
import type { Listener, LoadBalancer, Target, TargetGroup } from './tables.ts';
import { isHttp } from './target-groups/family.ts';
import { changeTarget, shownState } from './targets/health.ts';

export interface SourceOptions {
  readonly elbv2: Elbv2;
  readonly acm: Acm;
  readonly waf: Waf;
}

/** The control plane for the data plane. Views are made anew on every call. */
export function createLoadBalancerSource({ elbv2, acm, waf }: SourceOptions): LoadBalancerSource {
  const certificate: CertificateLookup = (arn) => certificateView(acm, arn);
  const { tables, world } = elbv2;
  return {
    loadBalancers: () => {
      const toListener = (listener: Listener) => toListenerView(elbv2, listener, certificate);
      return [...tables.now.loadBalancers.values()]
        .filter(({ type }) => type === 'application')
        .map((loadBalancer) => ({
          ...toLoadBalancerView(loadBalancer, listenersOf(elbv2, loadBalancer.arn).map(toListener)),
          ...webAclView(waf, loadBalancer.arn),
        }));
    },
    targetGroup: (arn) => {
      const group = tables.now.targetGroups.get(arn);
      return group && isServed(group) ? toGroupView(elbv2, group) : undefined;
    },
    targetGroups: () =>
      [...tables.now.targetGroups.values()].filter(isServed).map((group) => toGroupView(elbv2, group)),
    subscribe: (changed) => world.subscribe(changed),
    reportHealth: (groupArn, { id, port }, health) => {
      const group = tables.now.targetGroups.get(groupArn);
      const target = group?.targets.find((candidate) => candidate.id === id && candidate.port === port);
      if (!target || target.health.state === 'draining' || !tables.now.groupsInUse.has(groupArn)) return;
      const { state, reason, description } = target.health;
      if (state === health.state && reason === health.reason && description === health.description) return;
      changeTarget(elbv2, groupArn, target, { health });
    },
  };
}

/** Only the groups that an Application Load Balancer can forward to. */
const isServed = (group: TargetGroup) => group.targetType === 'lambda' || isHttp(group);

/** A certificate with its private key; undefined if it was deleted. */
type CertificateLookup = (arn: string) => CertificateView | undefined;

function certificateView({ tables }: Acm, arn: string): CertificateView | undefined {
  const found = tables.now.certificates.get(arn);
  if (!found?.issued) return undefined;
  const { certificatePem, chainPem, privateKeyPem } = found.issued;
  return {
    arn,
    domainNames: found.subjectAlternativeNames,
    certificatePem,
    privateKeyPem,
    ...(chainPem !== undefined && { chainPem }),
  };
}

/** A load balancer that has once been active goes on serving while a change provisions. */
const toLoadBalancerView = (loadBalancer: LoadBalancer, listeners: readonly ListenerView[]): LoadBalancerView => ({
  arn: loadBalancer.arn,
  name: loadBalancer.name,
  dnsName: loadBalancer.dnsName,
  scheme: loadBalancer.scheme,
  zones: loadBalancer.subnets.map(({ zone }) => zone),
  state: loadBalancer.isServing ? 'active' : loadBalancer.state,
  attributes: loadBalancerAttributes(loadBalancer),
  listeners,
});

function toListenerView(elbv2: Elbv2, listener: Listener, certificate: CertificateLookup): ListenerView {
  const { arn, port, protocol, sslPolicy, defaultCertificateArn, certificateArns } = listener;
  const mutualAuthentication = mutualAuthenticationView(elbv2, listener);
  const arns = [...(defaultCertificateArn === undefined ? [] : [defaultCertificateArn]), ...certificateArns];
  let rules: ListenerView['rules'] | undefined;
  return {
    arn,
    port,
    protocol: protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    ...(sslPolicy !== undefined && { sslPolicy }),
    attributes: listenerAttributes(listener),
    certificates: arns.flatMap((certificateArn) => certificate(certificateArn) ?? []),
    ...(mutualAuthentication && { mutualAuthentication }),
    // Most looks at a load balancer are not about its rules, of which there may be many.
    get rules() {
      return (rules ??= ruleViews(elbv2, arn));
    },
  };
}

const ruleViews = (elbv2: Elbv2, listenerArn: string): ListenerView['rules'] =>
  [...rulesOfListener(elbv2, listenerArn)].sort(byPriority).map((rule) => ({
    arn: rule.arn,
    priority: String(rule.priority),
    conditions: rule.conditions,
    actions: rule.actions,
    transforms: rule.transforms,
  }));

function toGroupView(elbv2: Elbv2, group: TargetGroup): TargetGroupView {
  const { healthCheck } = group;
  return {
    arn: group.arn,
    name: group.name,
    targetType: group.targetType,
    protocol: group.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    protocolVersion: group.protocolVersion ?? 'HTTP1',
    port: group.port ?? 0,
    attributes: targetGroupAttributes(group),
    healthCheck: {
      enabled: healthCheck.enabled,
      protocol: healthCheck.protocol ?? 'HTTP',
      port: healthCheck.port,
      path: healthCheck.path ?? '/',
      intervalSeconds: healthCheck.intervalSeconds,
      timeoutSeconds: healthCheck.timeoutSeconds,
      healthyThreshold: healthCheck.healthyThreshold,
      unhealthyThreshold: healthCheck.unhealthyThreshold,
      matcher: healthCheck.matcher?.GrpcCode ?? healthCheck.matcher?.HttpCode ?? '200',
    },
    targets: group.targets.map((target) => toTargetView(elbv2, group, target)),
    loadBalancerArns: loadBalancersOfGroup(elbv2, group.arn),
  };
}

const toTargetView = (elbv2: Elbv2, group: TargetGroup, target: Target): TargetView => ({
  id: target.id,
  port: target.port ?? 0,
  address: elbv2.ec2.tables.now.instances.get(target.id)?.privateIp ?? target.id,
  ...(target.zone !== undefined && { zone: target.zone }),
  state: shownState(elbv2, group, target).state,
});

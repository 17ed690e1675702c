// What the load balancer needs of the security groups in front of its targets: each port by itself (LIM-72), from the
// shared group, on the groups that are tagged as the cluster's.
import { compareText } from '../base/ordering.ts';
import type { Value } from '../base/ref.ts';
import type { IngressRule, TargetGroup, TargetIngress } from '../stack/stack.ts';
import { lack, reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

/** Nothing if the ingress of targets is not managed (`source` absent). */
export function buildTargetIngress(
  translation: Translation,
  targetGroups: readonly TargetGroup[],
  source: Value | undefined,
): readonly TargetIngress[] {
  const { facts, profile, graph } = translation;
  const bound = targetGroups.filter(({ binding }) => binding !== undefined);
  if (source === undefined || bound.length === 0) return [];
  if (facts.securityGroups === undefined) {
    lack(translation, { fact: 'cluster-security-groups' });
    return [];
  }
  const mark = profile.tagKeys.clusterOwned(graph.key.cluster);
  const rules = ingressRules(translation, bound, source);
  return facts.securityGroups
    .filter(({ tags }) => mark in tags)
    .map(({ id }) => id)
    .sort(compareText)
    .map((groupId) => ({ groupId, rules }));
}

function ingressRules(translation: Translation, groups: readonly TargetGroup[], source: Value): readonly IngressRule[] {
  const ranges = new Map<string, readonly [number, number]>();
  for (const group of groups) {
    for (const [from, to] of portsOf(translation, group)) ranges.set(`${from}-${to}`, [from, to]);
  }
  return [...ranges.values()]
    .sort(([fromA, toA], [fromB, toB]) => fromA - fromB || toA - toB)
    .map(([fromPort, toPort]) => ({
      protocol: 'tcp',
      fromPort,
      toPort,
      source: { securityGroup: source },
      description: translation.profile.descriptions.targetIngress,
    }));
}

const everyPort = [0, 65_535] as const;

function portsOf(translation: Translation, group: TargetGroup): readonly (readonly [number, number])[] {
  if (!translation.profile.defaults.restrictsTargetPorts) return [everyPort];
  const traffic: readonly [number, number] = isNamedPort(group) ? everyPort : [group.port, group.port];
  if (isNamedPort(group)) {
    reportGateway(translation, 'named-target-port', {
      path: 'spec.listeners',
      severity: 'note',
      message: `Service ${group.binding?.namespace ?? ''}/${group.binding?.service ?? ''} has a named target port, so that all TCP ports of its Pods are opened to the load balancer. Give the port's number to open that one only`,
    });
  }
  const check = Number(group.healthCheck.port);
  return Number.isInteger(check) ? [traffic, [check, check]] : [traffic];
}

/** Pods of one Service may give a named port different numbers; the group's own port is then 1. */
function isNamedPort({ targetType, port }: TargetGroup): boolean {
  return targetType === 'ip' && port === 1;
}

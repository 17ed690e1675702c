// Graph → Stack: what should exist in AWS. The recipe; each ingredient has its file.
import type { Finding } from '../base/finding.ts';
import { describeKey } from '../base/ids.ts';
import type { Graph } from '../graph/graph.ts';
import type { Profile } from '../profile/profile.ts';
import type { Stack } from '../stack/stack.ts';
import type { FactQuery, Facts } from './facts.ts';
import { listenerPorts } from './listener-ports.ts';
import { buildListeners } from './listeners.ts';
import { buildLoadBalancer } from './load-balancer.ts';
import { reportNotHonoured } from './not-honoured.ts';
import { buildRules } from './rules/build-rules.ts';
import { buildSecurityGroups } from './security-groups.ts';
import { buildTargetIngress } from './target-ingress.ts';
import { lack, reportGateway, startTranslation } from './translation.ts';
import type { Translation } from './translation.ts';

export interface BuiltStack {
  /** Absent: nothing can or may be decided (facts missing, configuration invalid, a foreign Gateway): AWS stays as it is. */
  readonly stack?: Stack;
  readonly findings: readonly Finding[];
  /** Facts that were needed and not there. Not empty: look again soon, trust the digest for a minute only. */
  readonly unresolved: readonly FactQuery[];
}

/** Pure; user input never throws. The stack of a Gateway that is gone or going has no load balancer. */
export function buildStack(graph: Graph, facts: Facts, profile: Profile): BuiltStack {
  const { gateway, verdict } = graph;
  if (verdict === 'absent' || verdict === 'deleting') return { stack: emptyStack(graph), findings: [], unresolved: [] };
  if (verdict === 'foreign' || gateway === undefined || !gateway.configurationValid)
    return { findings: [], unresolved: [] };
  const translation = startTranslation(graph, gateway, facts, profile);
  const stack = translate(translation);
  reportUnresolved(translation);
  const stopped = reportStop(translation);
  return {
    ...(stack === undefined || stopped ? {} : { stack }),
    findings: [...translation.problems.values()].map(({ finding }) => finding),
    unresolved: [...translation.unresolved.values()],
  };
}

function emptyStack({ key }: Graph): Stack {
  return { gateway: key, securityGroups: [], listeners: [], rules: [], targetGroups: [], targetIngress: [] };
}

/** Undefined if the load balancer itself cannot be told. */
function translate(translation: Translation): Stack | undefined {
  if (translation.facts.vpc === undefined) return void lack(translation, { fact: 'vpc' });
  const ports = listenerPorts(translation);
  reportNotHonoured(translation, ports);
  const securityGroups = buildSecurityGroups(translation, ports);
  const loadBalancer = buildLoadBalancer(translation, securityGroups?.attached ?? []);
  const { listeners, open, heldPorts, certificates, trustStores } = buildListeners(translation, ports);
  const { rules, targetGroups } = buildRules(translation, open);
  const targetIngress = buildTargetIngress(translation, targetGroups, securityGroups?.towardsTargets);
  if (loadBalancer === undefined || securityGroups === undefined) return undefined;
  return {
    gateway: translation.graph.key,
    loadBalancer,
    securityGroups: securityGroups.groups,
    listeners,
    rules,
    targetGroups,
    ...(certificates.length === 0 ? {} : { certificates }),
    ...(trustStores.length === 0 ? {} : { trustStores }),
    targetIngress,
    ...(securityGroups.towardsTargets === undefined ? {} : { towardsTargets: securityGroups.towardsTargets }),
    ...(heldPorts.length === 0 ? {} : { heldPorts }),
  };
}

/** A rule whose target group is not known would lose its backend: then nothing is changed. */
function reportUnresolved(translation: Translation): void {
  const facts = [...new Set([...translation.unresolved.values()].map(({ fact }) => fact))];
  if (facts.length === 0) return;
  reportGateway(translation, facts.includes('target-group') ? 'unresolved' : 'waiting', {
    path: '',
    condition: 'Programmed',
    reason: 'Pending',
    message: `AWS has not answered yet about: ${facts.join(', ')}`,
  });
}

function reportStop(translation: Translation): boolean {
  const stop = [...translation.problems.values()].find(({ code }) => translation.profile.stopsGateway(code));
  if (stop === undefined) return false;
  const { subject, message } = stop.finding;
  if (subject !== translation.gateway.key) {
    reportGateway(translation, stop.code, {
      path: '',
      reason: 'Invalid',
      message: `nothing is changed because of ${describeKey(subject)}: ${message.replace(/\.$/, '')}`,
    });
  }
  return true;
}

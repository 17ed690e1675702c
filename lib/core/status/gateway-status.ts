// Status of a Gateway: one write for conditions, addresses and listeners together.
import { sameJson } from '../base/canonical.ts';
import type { Finding } from '../base/finding.ts';
import type { StatusPatch } from '../base/status-patch.ts';
import type { GatewayNode, Graph } from '../graph/graph.ts';
import { gatewayAcceptance, listenerSetAcceptance, wholeErrors } from './acceptance.ts';
import { type Condition, notProgrammed, pending, programmed, unresolvedRefs } from './conditions.ts';
import { layConditions, type Stamp, timeText } from './lay-conditions.ts';
import { listenerStatuses } from './listener-status.ts';
import { listenerProgramming, type Programming, programmingOf } from './programming.ts';
import { type FindingsByObject, messageOf, type Projection } from './projection.ts';

/**
 * One patch, or none if status already says so. The patch carries the resourceVersion that was read, if one was, so
 * that a concurrent write makes it a conflict.
 */
export function gatewayPatches(
  projection: Projection,
  gateway: GatewayNode,
  findingsOf: FindingsByObject,
): readonly StatusPatch[] {
  const { graph, outcome } = projection;
  const findings = findingsOf(gateway.key);
  const stamp: Stamp = { generation: gateway.generation, time: timeText(projection.now) };
  const conditions = gatewayConditions(graph, findings, findingsOf, programmingOf(outcome));
  const status = {
    addresses: addressesOf(projection, gateway),
    conditions: layConditions(gateway.status.conditions, conditions, stamp, ['ResolvedRefs']),
    listeners: listenerStatuses(gateway.key, gateway.status.listeners, {
      listeners: graph.listeners,
      findings,
      programming: listenerProgramming(outcome),
      stamp,
    }),
    ...attachedListenerSets(graph, gateway, findingsOf),
  };
  if (sameJson(pick(gateway.status, Object.keys(status)), status)) return [];
  const { key: object, apiVersion, resourceVersion } = gateway;
  return [{ write: 'status', object, apiVersion, status, ...(resourceVersion === '' ? {} : { resourceVersion }) }];
}

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function gatewayConditions(
  graph: Graph,
  findings: readonly Finding[],
  findingsOf: FindingsByObject,
  programming: Programming,
): readonly Condition[] {
  const refs = wholeErrors(findings, 'ResolvedRefs');
  const judgement = gatewayAcceptance(graph, findingsOf);
  const realised = programmedCondition(judgement, findings, programming);
  return [
    judgement,
    ...(realised ? [realised] : []),
    ...(refs[0] ? [unresolvedRefs(refs[0].reason, messageOf(refs))] : []),
  ];
}

/** Undefined: what is shown stays, with the generation it was true of. */
function programmedCondition(
  acceptance: Condition,
  findings: readonly Finding[],
  programming: Programming,
): Condition | undefined {
  const errors = wholeErrors(findings, 'Programmed');
  const against = [
    ...(acceptance.status === 'True' ? [] : [acceptance.message]),
    ...(errors.length > 0 ? [messageOf(errors)] : []),
  ];
  if (against.length > 0)
    return notProgrammed('Invalid', `${against.join(' ')} What was programmed before, if anything, keeps serving.`);
  switch (programming.state) {
    case 'ready':
      return programmed(programming.arn);
    case 'pending':
      return pending(programming.why);
    case 'refused':
      return notProgrammed('Invalid', programming.why);
    case 'unknown':
      return undefined;
  }
}

/** A known address is never taken back. DNS names are shown in lower case. */
function addressesOf({ outcome }: Projection, { status }: GatewayNode): GatewayNode['status']['addresses'] {
  const dnsName = outcome?.loadBalancer?.dnsName;
  return dnsName === undefined || dnsName === ''
    ? status.addresses
    : [{ type: 'Hostname', value: dnsName.toLowerCase() }];
}

/** Left out where it would say nothing: older Gateway API releases do not know the field and would drop it again. */
function attachedListenerSets(
  graph: Graph,
  { status }: GatewayNode,
  findingsOf: FindingsByObject,
): { readonly attachedListenerSets?: number } {
  const accepted = graph.listenerSets.filter((set) => listenerSetAcceptance(graph, set, findingsOf).status === 'True');
  return accepted.length === 0 && status.attachedListenerSets === undefined
    ? {}
    : { attachedListenerSets: accepted.length };
}

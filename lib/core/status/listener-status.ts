// status.listeners of a Gateway or a ListenerSet: one entry for each listener of its spec, in order.
import type { Finding } from '../base/finding.ts';
import { intersection } from '../base/hostname.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { GatewayNode, ListenerNode } from '../graph/graph.ts';
import {
  accepted,
  type Condition,
  conflicted,
  noConflicts,
  notAccepted,
  notProgrammed,
  overlappingTls,
  pending,
  programmed,
  resolvedRefs,
  unresolvedRefs,
} from './conditions.ts';
import { layConditions, type Stamp } from './lay-conditions.ts';
import { isReady, type ListenerProgramming } from './programming.ts';
import { errorsOf, messageOf, notesOf } from './projection.ts';

export type ListenerStatus = GatewayNode['status']['listeners'][number];

export interface ListenerSurroundings {
  /** All listeners of the graph. */
  readonly listeners: readonly ListenerNode[];
  /** Findings of the owner. */
  readonly findings: readonly Finding[];
  readonly programming: ListenerProgramming;
  readonly stamp: Stamp;
}

/**
 * `current`: what the owner shows now, from which transition times are kept. Entries of listeners that are no longer
 * in the spec go.
 */
export function listenerStatuses(
  owner: ObjectKey,
  current: readonly ListenerStatus[],
  around: ListenerSurroundings,
): readonly ListenerStatus[] {
  const own = around.listeners.filter((listener) => keyText(listener.owner) === keyText(owner));
  return own.map((listener) => {
    const shown = current.find(({ name }) => name === listener.name);
    const conditions = listenerConditions(listener, shown?.conditions ?? [], around);
    return {
      name: listener.name,
      supportedKinds: listener.supportedKinds,
      attachedRoutes: listener.attachedRoutes,
      conditions: layConditions(shown?.conditions ?? [], conditions, around.stamp, ['OverlappingTLSConfig']),
    };
  });
}

/** Whether a listener can carry traffic as far as all stages know. */
export function isServable(listener: ListenerNode, ownerFindings: readonly Finding[]): boolean {
  return listener.valid && blockingErrors(listener, ownerFindings).length === 0;
}

/** An unresolved reference blocks only if it leaves nothing to serve with, which the graph knows (`valid`). */
function blockingErrors(listener: ListenerNode, findings: readonly Finding[]): readonly Finding[] {
  return errorsOf(findings).filter(
    ({ listener: name, condition }) => name === listener.name && condition !== 'ResolvedRefs',
  );
}

function listenerConditions(
  listener: ListenerNode,
  shown: ListenerStatus['conditions'],
  around: ListenerSurroundings,
): readonly Condition[] {
  const own = around.findings.filter((finding) => finding.listener === listener.name);
  const of = (type: string): readonly Finding[] => errorsOf(own).filter(({ condition }) => condition === type);
  const conflict = of('Conflicted');
  const overlap = overlaps(listener, around.listeners);
  return [
    acceptance(conflict, of('Accepted'), notesOf(own)),
    conflict[0] ? conflicted(conflict[0].reason, messageOf(conflict)) : noConflicts(),
    refs(of('ResolvedRefs')),
    programming(listener, own, around.programming, shown),
    ...(overlap === undefined ? [] : [overlappingTls(overlap)]),
  ];
}

/** A conflict is told on three conditions with one reason; it outranks everything else. */
function acceptance(conflict: readonly Finding[], refused: readonly Finding[], notes: readonly Finding[]): Condition {
  const errors = [...conflict, ...refused];
  return errors[0] ? notAccepted(errors[0].reason, messageOf(errors)) : accepted(messageOf(notes));
}

function refs(errors: readonly Finding[]): Condition {
  return errors[0] ? unresolvedRefs(errors[0].reason, messageOf(errors)) : resolvedRefs();
}

function programming(
  listener: ListenerNode,
  own: readonly Finding[],
  state: ListenerProgramming,
  shown: ListenerStatus['conditions'],
): Condition {
  const conflict = errorsOf(own).find(({ condition }) => condition === 'Conflicted');
  if (conflict) return notProgrammed(conflict.reason, conflict.message);
  const errors = listener.valid ? blockingErrors(listener, own) : errorsOf(own);
  if (errors.length > 0 || !listener.valid) return notProgrammed('Invalid', messageOf(errors));
  const fault = state.faults.get(listener.port);
  if (fault !== undefined) return notProgrammed('Invalid', fault);
  return isReady(state, shown) && !state.unfinished.has(listener.port) ? programmed() : pending(state.why);
}

/** HTTPS listeners of one port that share hosts: a client may reuse the connection of the one for the other (RFC 7540, 9.1.1). */
function overlaps(listener: ListenerNode, listeners: readonly ListenerNode[]): string | undefined {
  if (listener.protocol !== 'HTTPS') return undefined;
  const others = listeners.filter(
    ({ id, port, protocol, hostname }) =>
      id !== listener.id &&
      port === listener.port &&
      protocol === 'HTTPS' &&
      intersection(hostname, listener.hostname) !== undefined,
  );
  if (others.length === 0) return undefined;
  return `hostname "${listener.hostname || '*'}" shares hosts with ${others.map(({ name, hostname }) => `listener "${name}" ("${hostname || '*'}")`).join(', ')}.`;
}

// Whether a Gateway and its ListenerSets are accepted, after all stages have had their say.
import type { Finding } from '../base/finding.ts';
import { keyText } from '../base/ids.ts';
import type { Graph, ListenerNode, ListenerSetNode } from '../graph/graph.ts';
import { accepted, acceptedInPart, type Condition, notAccepted } from './conditions.ts';
import { isServable } from './listener-status.ts';
import { errorsOf, type FindingsByObject, messageOf, notesOf } from './projection.ts';

/** Errors about the object as a whole, of one condition. */
export function wholeErrors(findings: readonly Finding[], type: string): readonly Finding[] {
  return errorsOf(findings).filter(({ listener, condition }) => listener === undefined && condition === type);
}

/** True also if only some of its listeners serve. For graphs of Gateways of ours. */
export function gatewayAcceptance(graph: Graph, findingsOf: FindingsByObject): Condition {
  const findings = graph.gateway ? findingsOf(graph.gateway.key) : [];
  const errors = wholeErrors(findings, 'Accepted');
  if (errors[0]) return notAccepted(errors[0].reason, messageOf(errors));
  const unservable = graph.listeners.filter((listener) => !isServable(listener, findingsOf(listener.owner)));
  if (unservable.length === 0) return accepted(wholeNotes(findings));
  const everyListener = unservable.length === graph.listeners.length;
  return everyListener
    ? notAccepted('ListenersNotValid', notServed(unservable))
    : acceptedInPart(notServed(unservable));
}

/** https://gateway-api.sigs.k8s.io/geps/gep-1713/ */
export function listenerSetAcceptance(graph: Graph, set: ListenerSetNode, findingsOf: FindingsByObject): Condition {
  const findings = findingsOf(set.key);
  if (!set.allowed) return notAccepted('NotAllowed', messageOf(errorsOf(findings)));
  const own = graph.listeners.filter(({ owner }) => keyText(owner) === keyText(set.key));
  const unservable = own.filter((listener) => !isServable(listener, findings));
  if (unservable.length === own.length) return notAccepted('ListenersNotValid', notServed(unservable));
  if (gatewayAcceptance(graph, findingsOf).status !== 'True') {
    return notAccepted('ParentNotAccepted', 'The Gateway is not accepted; its conditions say why.');
  }
  return unservable.length > 0 ? acceptedInPart(notServed(unservable)) : accepted(wholeNotes(findings));
}

function wholeNotes(findings: readonly Finding[]): string {
  return messageOf(notesOf(findings).filter(({ listener }) => listener === undefined));
}

function notServed(listeners: readonly ListenerNode[]): string {
  return `Not served: ${listeners.map(({ name }) => `listener "${name}"`).join(', ')}. Their own conditions say why.`;
}

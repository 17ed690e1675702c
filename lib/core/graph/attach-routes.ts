// Which listeners accept a route through one of its parentRefs. The Gateway API's order: section and port, then namespace
// and kind, then hostname; what stopped the route is told from the last stage that any listener reached.
import type { Finding } from '../base/finding.ts';
import { anyHost, intersection, isHostname } from '../base/hostname.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import type { ParentRef, Route } from '../snapshot/objects.ts';
import { parentOf } from '../snapshot/parent-refs.ts';
import { allowsNamespace } from './allowed-routes.ts';
import type { Attachment, ParentNode } from './graph.ts';
import { type Judged, keyOf, problem, type Verdict } from './judged.ts';
import type { JudgedListener } from './listeners.ts';

/** Parents of this graph: their key text → their listeners; a ListenerSet that is not allowed in has none. */
export type ListenersByParent = ReadonlyMap<string, readonly JudgedListener[]>;

/** One ParentNode for each parentRef that names a parent of this graph. */
export function attachRoute(
  snapshot: ClusterSnapshot,
  route: Route,
  parents: ListenersByParent,
): Judged<readonly ParentNode[]> {
  const hostnames = servableHostnames(route);
  const judged = route.spec.parentRefs.flatMap((ref, index) => {
    const listeners = listenersOf(ref, route, parents);
    return listeners === undefined
      ? []
      : [attachParent(snapshot, route, { ref, index, hostnames: hostnames.value }, listeners)];
  });
  return {
    value: judged.map(({ value }) => value),
    findings: [...(judged.length === 0 ? [] : hostnames.findings), ...judged.flatMap(({ findings }) => findings)],
  };
}

function listenersOf(ref: ParentRef, route: Route, parents: ListenersByParent): readonly JudgedListener[] | undefined {
  const parent = parentOf(ref, route.metadata.namespace);
  return parent && parents.get(keyText(parent));
}

interface Reference {
  readonly ref: ParentRef;
  readonly index: number;
  /** Undefined: the route names none, so every host; empty: it names none that can be. */
  readonly hostnames: readonly string[] | undefined;
}

const noMatchingParent: Verdict = { condition: 'Accepted', reason: 'NoMatchingParent' };
const notAllowedByListeners: Verdict = { condition: 'Accepted', reason: 'NotAllowedByListeners' };
const noMatchingHostname: Verdict = { condition: 'Accepted', reason: 'NoMatchingListenerHostname' };

function attachParent(
  snapshot: ClusterSnapshot,
  route: Route,
  reference: Reference,
  listeners: readonly JudgedListener[],
): Judged<ParentNode> {
  const { ref, index, hostnames } = reference;
  const named = listeners.filter(({ spec }) => isNamed(ref, spec));
  const open = named.filter((listener) => allows(snapshot, listener, route));
  const attachments = open.flatMap((listener) => attachmentOf(listener, hostnames));
  const refuse = (verdict: Verdict, message: string): readonly Finding[] => [
    { ...problem(keyOf(route), `spec.parentRefs[${index}]`, verdict, message), parent: index },
  ];
  const value: ParentNode = { index, ref, accepted: attachments.length > 0, attachments };
  if (attachments.length > 0) return { value, findings: [] };
  if (named.length === 0) return { value, findings: refuse(noMatchingParent, describeMissing(ref, listeners)) };
  if (open.length === 0) return { value, findings: refuse(notAllowedByListeners, describeClosed(route, named)) };
  return { value, findings: refuse(noMatchingHostname, describeHosts(route, open)) };
}

function isNamed(ref: ParentRef, { name, port }: { readonly name: string; readonly port: number }): boolean {
  return (ref.sectionName === undefined || ref.sectionName === name) && (ref.port === undefined || ref.port === port);
}

function allows(snapshot: ClusterSnapshot, { owner, spec, supportedKinds }: JudgedListener, route: Route): boolean {
  return (
    supportedKinds.some(({ kind }) => kind === route.kind) &&
    allowsNamespace(snapshot, spec.allowedRoutes.namespaces, owner.namespace, route.metadata.namespace)
  );
}

/** A route without hostnames serves the listener's; hostnames that the listener does not have are not served here. */
function attachmentOf(listener: JudgedListener, hostnames: readonly string[] | undefined): readonly Attachment[] {
  const served = (hostnames ?? [anyHost])
    .map((hostname) => intersection(listener.hostname, hostname))
    .filter((hostname) => hostname !== undefined);
  return served.length === 0 ? [] : [{ listener: listener.id, hostnames: [...new Set(served)] }];
}

function servableHostnames(route: Route): Judged<readonly string[] | undefined> {
  const written = route.spec.hostnames;
  if (written.length === 0) return { value: undefined, findings: [] };
  const findings = written.flatMap((hostname, index) =>
    isHostname(hostname) ? [] : [hostnameNote(keyOf(route), hostname, index)],
  );
  return { value: written.filter(isHostname).map((hostname) => hostname.toLowerCase()), findings };
}

function hostnameNote(route: ObjectKey, hostname: string, index: number): Finding {
  const message = `spec.hostnames[${index}]: "${hostname}" is not a DNS name and is not served. Correct it.`;
  return {
    subject: route,
    path: `spec.hostnames[${index}]`,
    severity: 'note',
    condition: 'Accepted',
    reason: 'UnsupportedValue',
    message,
  };
}

function describeMissing(ref: ParentRef, listeners: readonly JudgedListener[]): string {
  const asked = [
    ref.sectionName !== undefined && `name "${ref.sectionName}"`,
    ref.port !== undefined && `port ${ref.port}`,
  ]
    .filter(Boolean)
    .join(' and ');
  const known = listeners.map(({ spec }) => `"${spec.name}" (port ${spec.port})`).join(', ');
  if (known === '') return `${ref.kind ?? 'Gateway'} ${ref.name} has no listeners that a route can attach to.`;
  return `${ref.name} has no listener with ${asked}; it has ${known}. Name one of these.`;
}

function describeClosed(route: Route, listeners: readonly JudgedListener[]): string {
  const { kind, metadata } = route;
  return `no ${kind} of namespace ${metadata.namespace} may attach to ${listenerNames(listeners)}. Allow it in allowedRoutes, or choose another listener.`;
}

function describeHosts(route: Route, listeners: readonly JudgedListener[]): string {
  const theirs = listeners.map(({ hostname }) => hostname || '*').join(', ');
  return `hostnames ${route.spec.hostnames.join(', ')} have nothing in common with ${theirs} of ${listenerNames(listeners)}. Change one of them.`;
}

function listenerNames(listeners: readonly JudgedListener[]): string {
  return listeners.map(({ spec }) => `listener "${spec.name}"`).join(', ');
}

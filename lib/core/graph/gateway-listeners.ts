// All listeners of a Gateway: its own and those of the ListenerSets it lets in, with their conflicts settled.
import type { Finding } from '../base/finding.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import type { Gateway, ListenerSet, ListenerSpec } from '../snapshot/objects.ts';
import { kindsOfProtocol } from './allowed-routes.ts';
import type { ListenersByParent } from './attach-routes.ts';
import { clientValidation } from './client-validation.ts';
import type { ListenerNode, ListenerSetNode, RouteNode } from './graph.ts';
import { type Judged, keyOf, problem } from './judged.ts';
import { type Conflict, findConflicts } from './listener-conflicts.ts';
import { judgeListenerSets, listenerSetNode } from './listener-sets.ts';
import { type JudgedListener, judgeListener, type ListenerSurroundings } from './listeners.ts';

export interface CollectedListeners {
  /** In the order of precedence. */
  readonly listeners: readonly JudgedListener[];
  readonly listenerSets: readonly ListenerSetNode[];
  readonly byParent: ListenersByParent;
}

/**
 * `sets`: those whose parentRef names the Gateway, in any order. Sets that are not let in come back as nodes and add
 * no listeners; listeners that lose a conflict stay in the answer, not valid.
 */
export function collectListeners(
  snapshot: ClusterSnapshot,
  gateway: Gateway,
  sets: readonly ListenerSet[],
  reading: Reading,
): Judged<CollectedListeners> {
  const around: ListenerSurroundings = { snapshot, reading, clientValidation: clientValidation(snapshot, gateway) };
  const judgedSets = judgeListenerSets(snapshot, gateway, sets);
  const allowed = judgedSets.value.filter((each) => each.allowed).map(({ set }) => set);
  const judged = [gateway, ...allowed].flatMap(({ kind, metadata, spec }) =>
    judgeAll({ kind, namespace: metadata.namespace, name: metadata.name }, spec.listeners, around),
  );
  const listeners = settleConflicts(judged, reading);
  const parents = [keyOf(gateway), ...judgedSets.value.map(({ set }) => keyOf(set))];
  const byParent = new Map(parents.map((parent) => [keyText(parent), listenersOf(listeners, parent)]));
  const listenerSets = judgedSets.value.map((each) =>
    listenerSetNode(
      each.set,
      each.allowed,
      listenersOf(listeners, keyOf(each.set)).some(({ valid }) => valid),
    ),
  );
  return {
    value: { listeners, listenerSets, byParent },
    findings: [...judgedSets.findings, ...listeners.flatMap(({ findings }) => findings)],
  };
}

function judgeAll(
  owner: ObjectKey,
  specs: readonly ListenerSpec[],
  around: ListenerSurroundings,
): readonly JudgedListener[] {
  return specs.map((spec, index) => judgeListener(owner, index, spec, around));
}

function listenersOf(listeners: readonly JudgedListener[], parent: ObjectKey): readonly JudgedListener[] {
  return listeners.filter(({ owner }) => keyText(owner) === keyText(parent));
}

function settleConflicts(listeners: readonly JudgedListener[], reading: Reading): readonly JudgedListener[] {
  const contenders = listeners.map(({ owner, spec, hostname }) => ({
    owner: keyText(owner),
    ownerKind: owner.kind,
    port: spec.port,
    protocol: spec.protocol,
    hostname,
    claims: kindsOfProtocol(spec.protocol).length > 0,
  }));
  const conflicts = findConflicts(contenders, reading);
  return listeners.map((listener, index) => {
    const conflict = conflicts[index];
    return conflict === undefined
      ? listener
      : { ...listener, valid: false, findings: [conflictFinding(listener, conflict), ...listener.findings] };
  });
}

function conflictFinding({ owner, path, spec, hostname }: JudgedListener, conflict: Conflict): Finding {
  const message =
    conflict === 'ProtocolConflict'
      ? `another listener uses port ${spec.port} with another protocol than ${spec.protocol}. Choose another port.`
      : `another listener has port ${spec.port} and hostname "${hostname || '*'}". Choose another hostname or port.`;
  return { ...problem(owner, path, { condition: 'Conflicted', reason: conflict }, message), listener: spec.name };
}

/** `attachedRoutes` counts routes, whatever else is wrong with the route or the listener. */
export function listenerNodes(
  listeners: readonly JudgedListener[],
  routes: readonly RouteNode[],
): readonly ListenerNode[] {
  const counts = new Map<string, number>();
  for (const route of routes) {
    const ids = new Set(route.parents.flatMap(({ attachments }) => attachments.map(({ listener }) => listener)));
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return listeners.map(({ id, owner, spec, hostname, supportedKinds, valid, certificateSecrets, clients }) => ({
    id,
    owner,
    name: spec.name,
    port: spec.port,
    protocol: spec.protocol,
    hostname,
    supportedKinds,
    valid,
    certificateSecrets,
    ...(clients === undefined ? {} : { clients }),
    attachedRoutes: counts.get(id) ?? 0,
  }));
}

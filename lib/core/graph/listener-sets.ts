// ListenerSets that name the Gateway: which of them it lets in, and in what order. https://gateway-api.sigs.k8s.io/geps/gep-1713/
import type { Finding } from '../base/finding.ts';
import { describeKey } from '../base/ids.ts';
import { by, oldestFirst } from '../base/ordering.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import type { Gateway, ListenerSet } from '../snapshot/objects.ts';
import { allowsNamespace, policyComplaint } from './allowed-routes.ts';
import type { ListenerSetNode } from './graph.ts';
import { type Judged, keyOf, note, problem, type Verdict } from './judged.ts';
import { unreadFields } from './unread-fields.ts';

/** Oldest first. `allowed` is what the Gateway says; an entry can then still be invalid. */
export function judgeListenerSets(
  snapshot: ClusterSnapshot,
  gateway: Gateway,
  sets: readonly ListenerSet[],
): Judged<readonly { readonly set: ListenerSet; readonly allowed: boolean }[]> {
  const policy = gateway.spec.allowedListeners?.namespaces ?? { from: 'None' };
  const ordered = [...sets].sort(by(({ metadata }) => metadata, oldestFirst));
  const value = ordered.map((set) => ({
    set,
    allowed: allowsNamespace(snapshot, policy, gateway.metadata.namespace, set.metadata.namespace),
  }));
  const complaint = policyComplaint(policy);
  return {
    value,
    findings: [
      ...(complaint === undefined
        ? []
        : [note(keyOf(gateway), 'spec.allowedListeners.namespaces.selector', complaint)]),
      ...value.flatMap(({ set, allowed }) => (allowed ? [] : [notAllowed(gateway, set)])),
      ...ordered.flatMap((set) => unreadFields(set, keyOf(set))),
    ],
  };
}

const refused: Verdict = { condition: 'Accepted', reason: 'NotAllowed' };

function notAllowed(gateway: Gateway, set: ListenerSet): Finding {
  const message = `${describeKey(keyOf(gateway))} does not allow ListenerSets of namespace ${set.metadata.namespace}. Allow it in its spec.allowedListeners.namespaces.`;
  return problem(keyOf(set), 'spec.parentRef', refused, message);
}

/** A set none of whose listeners is valid is not accepted. */
export function listenerSetNode(set: ListenerSet, allowed: boolean, hasValidListener: boolean): ListenerSetNode {
  return {
    key: keyOf(set),
    apiVersion: set.apiVersion,
    generation: set.metadata.generation,
    resourceVersion: set.metadata.resourceVersion,
    creationTimestamp: set.metadata.creationTimestamp,
    allowed,
    accepted: allowed && hasValidListener,
    status: set.status,
  };
}

// A namespace that is being deleted is emptied, and goes when it is empty and nobody else holds it. What holds it is told
// in its conditions (pkg/controller/namespace/deletion).
import { asList, asRecord, asText, equalJson, isRecord } from '../json.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import type { Controller } from './background.ts';
import { deleteStored, writeStatus } from './system-write.ts';

/** What is left of one kind in a namespace. */
interface Remains {
  readonly resource: Resource;
  readonly objects: readonly KubernetesObject[];
}

function namespacedKinds({ resources }: Machinery): readonly Resource[] {
  const kinds = new Map(
    resources
      .all()
      .filter(({ namespaced }) => namespaced)
      .map((one) => [one.key, one] as const),
  );
  return [...kinds.values()];
}

const remainsIn = (machinery: Machinery, name: string): readonly Remains[] =>
  namespacedKinds(machinery)
    .map((resource) => ({ resource, objects: machinery.store.list(resource.key, name) }))
    .filter(({ objects }) => objects.length > 0);

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** What cannot fail here: there is one server, and it knows its own kinds. */
const successes: readonly Condition[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    status: 'False',
    reason: 'ResourcesDiscovered',
    message: 'All resources successfully discovered',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    status: 'False',
    reason: 'ParsedGroupVersions',
    message: 'All legacy kube types successfully parsed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    status: 'False',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
];

function contentCondition(remains: readonly Remains[]): Condition {
  const texts = remains.map(
    ({ resource, objects }) => `${resource.plural}.${resource.group} has ${objects.length} resource instances`,
  );
  return {
    type: 'NamespaceContentRemaining',
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: `Some resources are remaining: ${texts.sort().join(', ')}`,
  };
}

function finalizerCondition(remains: readonly Remains[]): Condition {
  const counts = new Map<string, number>();
  const finalizers = remains.flatMap(({ objects }) => objects).flatMap(({ metadata }) => metadata.finalizers ?? []);
  for (const finalizer of finalizers) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  const type = 'NamespaceFinalizersRemaining';
  if (counts.size === 0) {
    return {
      type,
      status: 'False',
      reason: 'ContentHasNoFinalizers',
      message: 'All content-preserving finalizers finished',
    };
  }
  const texts = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${texts.sort().join(', ')}`;
  return { type, status: 'True', reason: 'SomeFinalizersRemain', message };
}

function report(machinery: Machinery, namespace: KubernetesObject, remains: readonly Remains[]): void {
  const status = asRecord(namespace['status']);
  const old = asList(status['conditions']).filter(isRecord);
  const wanted = [...successes, contentCondition(remains), finalizerCondition(remains)];
  const conditions = wanted.map((condition) => {
    const known = old.find(({ type }) => type === condition.type);
    const isSame = known?.['status'] === condition.status && known['message'] === condition.message;
    return isSame ? known : { ...condition, lastTransitionTime: timestamp(machinery.clock) };
  });
  if (!equalJson(conditions, old)) writeStatus(machinery, 'namespaces', namespace, { ...status, conditions });
}

/** Takes the server's own finalizer off an empty namespace, and the namespace away if that was the last. */
function release(machinery: Machinery, namespace: KubernetesObject): void {
  const { finalizers, ...spec } = asRecord(namespace['spec']);
  const left = asList(finalizers).filter((finalizer) => finalizer !== 'kubernetes');
  const next = { ...namespace, spec: left.length === 0 ? spec : { ...spec, finalizers: left } };
  if (left.length === 0 && (namespace.metadata.finalizers ?? []).length === 0) {
    machinery.store.remove('namespaces', next);
  } else if (left.length < asList(finalizers).length) machinery.store.put('namespaces', next);
}

function empty(machinery: Machinery, { metadata: { name = '' } }: KubernetesObject): void {
  for (const { resource, objects } of remainsIn(machinery, name)) {
    for (const object of objects) deleteStored(machinery, resource.key, object);
  }
  const remains = remainsIn(machinery, name);
  const current = machinery.store.get('namespaces', '', name);
  if (!current) return;
  if (remains.length > 0) report(machinery, current, remains);
  else release(machinery, current);
}

export const namespaceDeletion =
  (machinery: Machinery): Controller =>
  ({ key, type, object }) => {
    const name = key === 'namespaces' ? object.metadata.name : type === 'ADDED' ? undefined : object.metadata.namespace;
    const namespace = machinery.store.get('namespaces', '', asText(name));
    if (namespace?.metadata.deletionTimestamp !== undefined) empty(machinery, namespace);
  };

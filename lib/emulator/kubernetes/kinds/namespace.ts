// Namespaces: the finalizer that keeps one until it is empty, its phase, and its name as a label.
import { asList, asRecord, type Fields } from '../json.ts';
import { isDnsLabel } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';

function fill(draft: Fields): void {
  const metadata = asRecord(draft['metadata']);
  draft['metadata'] = {
    ...metadata,
    labels: { ...asRecord(metadata['labels']), 'kubernetes.io/metadata.name': metadata['name'] },
  };
  const isDeleting = metadata['deletionTimestamp'] !== undefined;
  const status = asRecord(draft['status']);
  draft['status'] = { ...status, phase: isDeleting ? 'Terminating' : 'Active' };
}

/** The server holds a namespace until it is empty. */
function prepare(draft: Fields): void {
  const spec = asRecord(draft['spec']);
  const isDeleting = asRecord(draft['metadata'])['deletionTimestamp'] !== undefined;
  const finalizers = asList(spec['finalizers']);
  if (!isDeleting && finalizers.length === 0) draft['spec'] = { ...spec, finalizers: ['kubernetes'] };
}

/** A namespace is deleted without grace and without the garbage collector: it is emptied first. */
function terminate(namespace: KubernetesObject, now: string): Fields {
  const deletionTimestamp = namespace.metadata.deletionTimestamp ?? now;
  const status = { ...asRecord(namespace['status']), phase: 'Terminating' };
  return { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp }, status };
}

export const namespaceRules: KindRules = { name: isDnsLabel, returnsDeletedObject: true, fill, prepare, terminate };

// Namespaces: the finalizer that keeps one until it is empty, its phase, and its name as a label.
import { asList, asRecord, type Fields } from '../json.ts';
import { isDnsLabel } from '../naming.ts';
import type { KindRules } from './kind-rules.ts';

function fill(draft: Fields): void {
  const metadata = asRecord(draft['metadata']);
  draft['metadata'] = {
    ...metadata,
    labels: { ...asRecord(metadata['labels']), 'kubernetes.io/metadata.name': metadata['name'] },
  };
  const spec = asRecord(draft['spec']);
  const isDeleting = metadata['deletionTimestamp'] !== undefined;
  draft['spec'] = isDeleting || asList(spec['finalizers']).length > 0 ? spec : { ...spec, finalizers: ['kubernetes'] };
  const status = asRecord(draft['status']);
  draft['status'] = { ...status, phase: isDeleting ? 'Terminating' : 'Active' };
}

export const namespaceRules: KindRules = { name: isDnsLabel, returnsDeletedObject: true, fill };

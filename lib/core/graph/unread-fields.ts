// Fields that are set and that we do not know, say from a newer release of a CRD. They change nothing that is served, since
// an API server may add defaults of such fields to every object; but nobody should believe that they are honoured.
import type { Finding } from '../base/finding.ts';
import { describeKey, type ObjectKey } from '../base/ids.ts';
import type { KubernetesObject } from '../snapshot/objects.ts';
import { keyOf, note } from './judged.ts';

/** One note for each such field, on `blame`: the object itself, or the one that shows status in its place. */
export function unreadFields(object: KubernetesObject, blame: ObjectKey): readonly Finding[] {
  const own = keyOf(object);
  const whose = own.kind === blame.kind && own.name === blame.name ? '' : ` of ${describeKey(own)}`;
  return object.unread.map((path) =>
    note(blame, path, `is a field${whose} that this version does not know; it has no effect. Remove it.`),
  );
}

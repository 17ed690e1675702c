// From an object to the Gateways that depend on it, by following references backwards. Rather one too many than one too few.
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { ReferenceRecord } from './reference-record.ts';
import { anyNamespace } from './references.ts';

/** What the walk asks of an index. */
export interface References {
  readonly record: (key: string) => ReferenceRecord | undefined;
  /** Records that refer to a key text. */
  readonly referrers: (key: string) => readonly ReferenceRecord[];
  /** Gateways, ListenerSets and routes of a namespace. */
  readonly referringIn: (namespace: string) => readonly ReferenceRecord[];
}

/** Key texts of Gateways that depend on the object as this record describes it; for a Gateway its own. */
export function affectedGateways(references: References, record: ReferenceRecord): ReadonlySet<string> {
  const found = new Set<string>();
  const visited = new Set<string>();
  climb(references, record, { found, visited });
  return found;
}

interface Climb {
  readonly found: Set<string>;
  readonly visited: Set<string>;
}

function climb(references: References, record: ReferenceRecord, way: Climb): void {
  const own = keyText(record.key);
  if (way.visited.has(own)) return;
  way.visited.add(own);
  for (const next of dependants(references, record, way)) climb(references, next, way);
}

/** What depends on the record directly; Gateways are noted as they are met. */
function dependants(references: References, record: ReferenceRecord, way: Climb): readonly ReferenceRecord[] {
  const own = keyText(record.key);
  switch (record.key.kind) {
    case 'Gateway':
      way.found.add(own);
      return [];
    case 'ListenerSet':
    case 'HTTPRoute':
    case 'GRPCRoute':
      return parents(references, record, way);
    case 'Namespace':
      return references.referrers(keyText(anyNamespace));
    case 'ReferenceGrant':
      return granted(references, record);
    case 'TargetGroupConfiguration':
      return [...references.referrers(own), ...record.refs.flatMap((service) => references.referrers(service))];
    default:
      return references.referrers(own);
  }
}

/** The Gateways that a route or ListenerSet names, known or not, and those behind the ListenerSets it names. */
function parents(references: References, { refs }: ReferenceRecord, way: Climb): readonly ReferenceRecord[] {
  for (const ref of refs) if (ref.startsWith('Gateway/')) way.found.add(ref);
  return refs
    .filter((ref) => ref.startsWith('ListenerSet/'))
    .map((ref) => references.record(ref))
    .filter((set) => set !== undefined);
}

/** Whoever, in a namespace that the grant names, refers to something in the grant's own. */
function granted(references: References, { key, refs }: ReferenceRecord): readonly ReferenceRecord[] {
  const sources = refs.map((ref) => ref.slice('Namespace//'.length));
  return sources
    .flatMap((source) => references.referringIn(source))
    .filter((record) => record.refs.some((ref) => namespaceOf(ref) === key.namespace));
}

function namespaceOf(text: string): string {
  return text.split('/')[1] ?? '';
}

/** `Gateway/shop/web` as a key. */
export function keyFromText(text: string): ObjectKey {
  const [kind = '', namespace = '', name = ''] = text.split('/');
  return { kind, namespace, name };
}

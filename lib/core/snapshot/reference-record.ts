// What the forwarder remembers of an object: whom it refers to, and a digest of everything that matters to us. No spec, no
// status, no data.
import { keyText, type ObjectKey } from '../base/ids.ts';
import { kindNamed } from './kinds.ts';
import { references } from './references.ts';
import { isObject } from './shape.ts';

export interface ReferenceRecord {
  readonly key: ObjectKey;
  /** Key texts. An object that selects namespaces by label refers to `anyNamespace`. */
  readonly refs: readonly string[];
  /** Equal digests: nothing changed that any Gateway depends on; our own status writes change nothing. */
  readonly hash: number;
  /** GatewayClasses only. */
  readonly controllerName?: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** Undefined: not of a kind that we watch. Reads loosely, since what is malformed is judged elsewhere. */
export function referenceRecord(raw: unknown): ReferenceRecord | undefined {
  if (!isObject(raw)) return undefined;
  const kind = kindNamed(String(raw['kind']));
  const metadata = raw['metadata'];
  if (kind === undefined || !isObject(metadata)) return undefined;
  const namespace = kind.namespaced ? String(metadata['namespace'] ?? '') : '';
  const key: ObjectKey = { kind: kind.kind, namespace, name: String(metadata['name'] ?? '') };
  const spec = isObject(raw['spec']) ? raw['spec'] : {};
  const refs = [...new Set(references(key, raw, spec).map((ref) => keyText(ref)))];
  const controllerName = kind.kind === 'GatewayClass' ? { controllerName: String(spec['controllerName'] ?? '') } : {};
  return { key, refs, hash: fingerprint(matters(kind.kind, raw, metadata)), ...controllerName };
}

/**
 * 53 bits of the text, as a number: a tenth of the memory of a digest's text, and a tenth of its time, which counts when a
 * forwarder starts and reads tens of thousands of objects. Not cryptographic: whoever finds a collision gains a change of
 * his own that is noticed only by the next sweep. https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js
 */
function fingerprint(value: unknown): number {
  const text = JSON.stringify(value);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 0x100000000 * (0x1fffff & low) + (high >>> 0);
}

/** Never status, finalizers or managed fields. `generation` stands for the spec wherever the API server counts it. */
function matters(kind: string, raw: Raw, metadata: Raw): unknown {
  const { uid, deletionTimestamp, labels, annotations, generation, resourceVersion } = metadata;
  const identity = { uid, deletionTimestamp };
  switch (kind) {
    case 'Node':
      return { ...identity, labels, ...nodeFacts(raw) };
    case 'Namespace':
      return { ...identity, labels };
    case 'Service':
      return { ...identity, spec: raw['spec'] };
    case 'EndpointSlice':
      return { ...identity, labels, addressType: raw['addressType'], ports: raw['ports'], endpoints: raw['endpoints'] };
    case 'Secret':
    case 'ConfigMap':
      return { ...identity, resourceVersion };
    default:
      return { ...identity, labels, annotations, content: generation ?? raw['spec'] };
  }
}

/** Heartbeats change a Node's status every few seconds; only this much of it concerns targets. */
function nodeFacts(raw: Raw): Raw {
  const status = isObject(raw['status']) ? raw['status'] : {};
  const conditions: readonly unknown[] = Array.isArray(status['conditions']) ? status['conditions'] : [];
  const ready = conditions.some(
    (condition) => isObject(condition) && condition['type'] === 'Ready' && condition['status'] === 'True',
  );
  return { spec: raw['spec'], ready, addresses: status['addresses'] };
}

// Every stored object and the history of their changes, under one revision counter: the server's etcd.
import { asRecord, freezeJson, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';

/** A committed change. `object` is the new state, for a deletion the last one (with the deletion's revision). */
export interface Change {
  readonly revision: number;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
  readonly previous?: KubernetesObject;
}

export interface ObjectStore {
  revision(): number;
  /** The oldest revision a watch may start from. */
  compacted(): number;
  get(key: string, namespace: string, name: string): KubernetesObject | undefined;
  byUid(uid: string): { readonly key: string; readonly object: KubernetesObject } | undefined;
  /** The objects that name `uid` in their owner references. */
  ownedBy(uid: string): readonly { readonly key: string; readonly object: KubernetesObject }[];
  /** Objects of a kind, of one namespace or of all, ordered by namespace and name. */
  list(key: string, namespace?: string): readonly KubernetesObject[];
  /** The same at an earlier revision; undefined when history does not reach back so far. */
  listAt(key: string, namespace: string | undefined, revision: number): readonly KubernetesObject[] | undefined;
  put(key: string, object: Fields): KubernetesObject;
  remove(key: string, object: KubernetesObject): KubernetesObject;
  /** Changes after `revision`; undefined when some of them are forgotten. */
  changesSince(revision: number): readonly Change[] | undefined;
  subscribe(listener: (change: Change) => void): () => void;
  compact(): void;
}

const pathOf = (object: KubernetesObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
const byPath = (a: KubernetesObject, b: KubernetesObject) => (pathOf(a) < pathOf(b) ? -1 : 1);

/** Freezes the object under its new resource version. */
function seal(object: Fields, revision: number): KubernetesObject {
  const metadata = { ...asRecord(object['metadata']), resourceVersion: String(revision) };
  return freezeJson({ ...object, metadata }) as unknown as KubernetesObject;
}

class ObjectStoreInMemory implements ObjectStore {
  readonly #kinds = new Map<string, Map<string, KubernetesObject>>();
  /** Kinds in order, as long as they do not change: pages of a list ask for the same again. */
  readonly #sorted = new Map<string, readonly KubernetesObject[]>();
  readonly #uids = new Map<string, { readonly key: string; readonly object: KubernetesObject }>();
  readonly #owned = new Map<string, Map<string, { readonly key: string; readonly object: KubernetesObject }>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #historyLimit: number;
  #history: Change[] = [];
  #revision = 1;
  #compacted = 1;

  constructor(historyLimit: number) {
    this.#historyLimit = historyLimit;
  }

  revision(): number {
    return this.#revision;
  }

  compacted(): number {
    return this.#compacted;
  }

  get(key: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#kinds.get(key)?.get(`${namespace}/${name}`);
  }

  byUid(uid: string) {
    return this.#uids.get(uid);
  }

  ownedBy(uid: string) {
    return [...(this.#owned.get(uid)?.values() ?? [])];
  }

  list(key: string, namespace?: string): readonly KubernetesObject[] {
    const objects = this.#sorted.get(key) ?? [...(this.#kinds.get(key)?.values() ?? [])].sort(byPath);
    this.#sorted.set(key, objects);
    return namespace === undefined ? objects : objects.filter((object) => object.metadata.namespace === namespace);
  }

  listAt(key: string, namespace: string | undefined, revision: number): readonly KubernetesObject[] | undefined {
    if (revision < this.#compacted) return undefined;
    const objects = new Map(this.list(key, namespace).map((object) => [pathOf(object), object]));
    for (const change of this.#history.filter((past) => past.revision > revision && past.key === key).reverse()) {
      if (namespace !== undefined && change.object.metadata.namespace !== namespace) continue;
      if (change.previous) objects.set(pathOf(change.object), change.previous);
      else objects.delete(pathOf(change.object));
    }
    return [...objects.values()].sort(byPath);
  }

  put(key: string, draft: Fields): KubernetesObject {
    const object = seal(draft, (this.#revision += 1));
    const kind = this.#kinds.get(key) ?? new Map<string, KubernetesObject>();
    this.#kinds.set(key, kind);
    const previous = kind.get(pathOf(object));
    kind.set(pathOf(object), object);
    if (previous) this.#unindex(previous);
    this.#index(key, object);
    const change = { revision: this.#revision, key, object };
    this.#commit(previous ? { ...change, type: 'MODIFIED', previous } : { ...change, type: 'ADDED' });
    return object;
  }

  remove(key: string, last: KubernetesObject): KubernetesObject {
    const previous = this.get(key, last.metadata.namespace ?? '', last.metadata.name ?? '') ?? last;
    const object = seal({ ...last }, (this.#revision += 1));
    this.#kinds.get(key)?.delete(pathOf(object));
    this.#unindex(previous);
    this.#commit({ revision: this.#revision, key, type: 'DELETED', object, previous });
    return object;
  }

  changesSince(revision: number): readonly Change[] | undefined {
    if (revision < this.#compacted) return undefined;
    return this.#history.filter((change) => change.revision > revision);
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  compact(): void {
    this.#compacted = this.#revision;
    this.#history = [];
  }

  #commit(change: Change): void {
    this.#sorted.delete(change.key);
    this.#history.push(change);
    // Trimmed in blocks, so that a long history does not cost a copy per write.
    if (this.#history.length > this.#historyLimit * 1.25) {
      const forgotten = this.#history.splice(0, this.#history.length - this.#historyLimit);
      this.#compacted = forgotten.at(-1)?.revision ?? this.#compacted;
    }
    for (const listener of this.#listeners) listener(change);
  }

  #index(key: string, object: KubernetesObject): void {
    const entry = { key, object };
    if (object.metadata.uid) this.#uids.set(object.metadata.uid, entry);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(owner.uid) ?? new Map<string, typeof entry>();
      owned.set(object.metadata.uid ?? '', entry);
      this.#owned.set(owner.uid, owned);
    }
  }

  #unindex(object: KubernetesObject): void {
    this.#uids.delete(object.metadata.uid ?? '');
    for (const owner of object.metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(owner.uid);
      owned?.delete(object.metadata.uid ?? '');
      if (owned?.size === 0) this.#owned.delete(owner.uid);
    }
  }
}

/** An empty store that remembers at least the last `historyLimit` changes. */
export function createObjectStore(historyLimit: number): ObjectStore {
  return new ObjectStoreInMemory(historyLimit);
}

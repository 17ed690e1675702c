// What a list-watch has shown to its observer: the uid and version of every object, and nothing else of it. A relist is
// compared with it, so that a change missed by a watch is told exactly once, and a deletion only when a whole list says so.
import type { Kind } from '../../core/snapshot/kinds.ts';
import type { ObjectKey } from '../../core/base/ids.ts';
import type { RawObject } from '../../reconcile/ports.ts';

/** Who hears of changes. Calls come in the order in which the API server made the changes. */
export interface Observer {
  /** The object is now like this. Its apiVersion and kind are set, also where the API server leaves them out. */
  changed(object: RawObject, why: 'added' | 'modified'): void;
  deleted(key: ObjectKey): void;
}

export interface KnownObjects {
  /** An object as a list or a watch shows it; told if it is new, newer, or a namesake of a deleted one. */
  saw(object: RawObject): void;
  /** A watch says that the object is gone. */
  left(object: RawObject): void;
  /** Begins a list: from now on, objects are marked as seen. */
  beginList(): void;
  /** The list was whole: what it did not show is deleted. */
  endList(): void;
}

/** Kept small, because a cluster has tens of thousands. */
interface Entry {
  /** A hash: two uids of one name that collide are told as a modification. */
  uid: number;
  /** As a number where that loses nothing. */
  version: number | string;
}

/**
 * Knows nothing at first: the first list tells everything as added. A namesake with another uid is told as deleted,
 * then added; versions are compared for equality only.
 */
export function createKnownObjects(kind: Kind, observer: Observer): KnownObjects {
  const known = new Map<string, Entry>();
  /** While a list is read: what it has not shown yet. */
  let unseen = new Set<string>();
  const forget = (path: string) => {
    if (known.delete(path)) observer.deleted(keyOf(kind, path));
  };
  return {
    saw(object) {
      const { path, uid: uidText, resourceVersion } = identityOf(object);
      const uid = hashOf(uidText);
      const version = versionOf(resourceVersion);
      const before = known.get(path);
      unseen.delete(path);
      if (before?.uid === uid) {
        if (before.version === version) return;
        before.version = version;
        observer.changed(object, 'modified');
        return;
      }
      if (before) forget(path);
      known.set(path, { uid, version });
      observer.changed(object, 'added');
    },
    left: (object) => forget(identityOf(object).path),
    beginList: () => {
      unseen = new Set(known.keys());
    },
    endList: () => {
      for (const path of unseen) forget(path);
      unseen = new Set();
    },
  };
}

function versionOf(resourceVersion: string): number | string {
  const number = Number(resourceVersion);
  return String(number) === resourceVersion ? number : resourceVersion;
}

/** FNV-1a, 32 bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** `namespace/name`, uid and resource version of an object. */
export function identityOf(object: RawObject): {
  readonly path: string;
  readonly uid: string;
  readonly resourceVersion: string;
} {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = (object['metadata'] ?? {}) as Metadata;
  return { path: `${namespace}/${name}`, uid, resourceVersion };
}

function keyOf({ kind }: Kind, path: string): ObjectKey {
  const slash = path.indexOf('/');
  return { kind, namespace: path.slice(0, slash), name: path.slice(slash + 1) };
}

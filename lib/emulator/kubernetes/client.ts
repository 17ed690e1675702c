// In-process access to the emulated API server for the emulator's other parts (a kubelet stand-in, a test). Every call
// takes the same path as a request on the wire: decoding, admission, defaulting, validation, storage, watch.
import type { KubernetesObject, Stored } from './object.ts';

/** Kind and API version, e.g. `{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }`. */
export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

/** One object by kind and name; `namespace` is required for namespaced kinds. */
export interface ObjectRef extends KindRef {
  readonly namespace?: string;
  readonly name: string;
}

/** Objects of one kind: of one namespace or, without it, of all. Selectors in the query syntax of the API. */
export interface Selection extends KindRef {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A list and the resource version from which a watch continues it. */
export interface ObjectList<T extends KubernetesObject = KubernetesObject> {
  readonly resourceVersion: string;
  readonly items: readonly Stored<T>[];
}

/** One change as a watch reports it. `DELETED` carries the last state. */
export interface WatchEvent<T extends KubernetesObject = KubernetesObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored<T>;
}

/** How a write is done. `fieldManager` defaults to the user's name; `subresource` is `status` or `scale`. */
export interface WriteOptions {
  readonly subresource?: string;
  readonly fieldManager?: string;
  readonly dryRun?: boolean;
}

/** How a patch is read; `apply` is server-side apply and `force` takes over conflicting fields. */
export interface PatchOptions extends WriteOptions {
  readonly type?: 'merge' | 'strategic' | 'json' | 'apply';
  readonly force?: boolean;
}

/** How a deletion treats dependents, and which object it means. */
export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * The API server for one user. Calls reject with an `ApiError` (`code`, `reason`, `message` as in the `Status` body),
 * except that `get` and `delete` of an absent object resolve to undefined. Objects are plain copies.
 */
export interface KubernetesClient {
  list<T extends KubernetesObject = KubernetesObject>(selection: Selection): Promise<ObjectList<T>>;
  get<T extends KubernetesObject = KubernetesObject>(ref: ObjectRef): Promise<Stored<T> | undefined>;
  create<T extends KubernetesObject>(object: T, options?: WriteOptions): Promise<Stored<T>>;
  /** Replaces the object; a stale `metadata.resourceVersion` is a 409, none means "whatever is there". */
  update<T extends KubernetesObject>(object: T, options?: WriteOptions): Promise<Stored<T>>;
  /** A JSON merge patch unless `options.type` says otherwise. */
  patch<T extends KubernetesObject = KubernetesObject>(
    ref: ObjectRef,
    patch: unknown,
    options?: PatchOptions,
  ): Promise<Stored<T>>;
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<void>;
  /**
   * Reports every existing object as `ADDED`, then every change in commit order. Returns a function that ends it. The
   * watch lists again by itself should history be compacted away; a repeated `ADDED` of a known object is possible then.
   */
  watch<T extends KubernetesObject = KubernetesObject>(
    selection: Selection,
    onEvent: (event: WatchEvent<T>) => void,
  ): () => void;
}

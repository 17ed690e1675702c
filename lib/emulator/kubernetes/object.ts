// The shape every Kubernetes object has on the wire, whatever its kind.

/** A JSON value as a request body or the store holds it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; an absent field and an undefined one are the same. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** One owner of an object; the garbage collector deletes objects whose owners are all gone. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Which fields one writer owns, as server-side apply records it (`fieldsV1`). */
export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: JsonObject;
  readonly subresource?: string;
}

/** `metadata` of an object; what the server sets is absent only before creation. Times are RFC 3339 in seconds. */
export interface ObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
  readonly selfLink?: string;
}

/** Any object. Code that knows the kind extends this interface with the fields it reads. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** `metadata` of an object that the server has stored. */
export type StoredMeta = ObjectMeta &
  Required<Pick<ObjectMeta, 'name' | 'uid' | 'resourceVersion' | 'creationTimestamp'>>;

/** An object as the server answers it. */
export type Stored<T extends KubernetesObject = KubernetesObject> = T & { readonly metadata: StoredMeta };

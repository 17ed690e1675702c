// Who is who. ClusterId is part of every key, so that no line of code can mix two clusters up.

declare const brand: unique symbol;

/** The name of one registered cluster (an EKS cluster name). Comes from the event source or configuration, never from a message body. */
export type ClusterId = string & { readonly [brand]: 'ClusterId' };

/** One Kubernetes object inside a cluster; `namespace` is empty for cluster-scoped kinds. */
export interface ObjectKey {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One Gateway of one cluster: the unit of reconciliation and the identity of a stack. */
export interface GatewayKey {
  readonly cluster: ClusterId;
  readonly namespace: string;
  readonly name: string;
}

/** `namespace/name`, or the bare name of a cluster-scoped object. */
export function nameOf(key: { readonly namespace: string; readonly name: string }): string {
  return key.namespace === '' ? key.name : `${key.namespace}/${key.name}`;
}

/** `Kind namespace/name`, as messages and logs name an object. */
export function describeKey(key: ObjectKey): string {
  return `${key.kind} ${nameOf(key)}`;
}

/** Text identity of an object inside its cluster, usable as a record key. */
export function keyText(key: ObjectKey): string {
  return `${key.kind}/${key.namespace}/${key.name}`;
}

// What every object that has passed parse-object's door has, whatever its kind.
import type { Labels } from '../base/labels.ts';

export interface ObjectMeta {
  readonly name: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly resourceVersion: string;
  /** RFC 3339, seconds, UTC; empty in files. */
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
}

/** What every parsed object has. `apiVersion` is the one it was read with; status is written back with the same. */
export interface ParsedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  /** Field paths that are set in the object and that we do not know, e.g. `spec.rules[0].retry`. */
  readonly unread: readonly string[];
}

/** metav1.Condition as read. */
export interface ConditionStatus {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime: string;
}

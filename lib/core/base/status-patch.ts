// A change of one object's status (or metadata) to write; prepared as data, written elsewhere.
import type { ObjectKey } from './ids.ts';

export type StatusPatch =
  /** Replaces the named members of `status` (conditions are merged by type beforehand), guarded by `resourceVersion` when present. */
  | {
      readonly write: 'status';
      readonly object: ObjectKey;
      readonly apiVersion: string;
      readonly status: Readonly<Record<string, unknown>>;
      readonly resourceVersion?: string;
    }
  | {
      readonly write: 'finalizers';
      readonly object: ObjectKey;
      readonly apiVersion: string;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  | {
      readonly write: 'event';
      readonly object: ObjectKey;
      readonly apiVersion: string;
      readonly uid: string;
      readonly type: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
    };

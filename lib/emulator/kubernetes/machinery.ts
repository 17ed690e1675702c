// What every part of the server works on.
import type { Clock } from '../clock.ts';
import type { Identities } from './identity.ts';
import type { ResourceRegistry, Schema } from './resources.ts';
import type { ObjectStore } from './store/object-store.ts';

export interface Machinery {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly resources: ResourceRegistry;
  readonly identities: Identities;
  /** The schema of ObjectMeta. */
  readonly metadataSchema: Schema;
}

/** The clock's time as Kubernetes writes it: RFC 3339, whole seconds. */
export function timestamp(clock: Clock, offsetMs = 0): string {
  return new Date(clock.now() + offsetMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

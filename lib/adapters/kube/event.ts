// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
import { createHash } from 'node:crypto';
import type { StatusPatch } from '../../core/base/status-patch.ts';
import { isFault } from '../../reconcile/faults.ts';

const component = 'albatross';
/** What the API server accepts at most. */
const maximumMessageLength = 1024;
/** Of a name, with room for the digest behind it. */
const maximumObjectNameLength = 236;

/** The Event object. Its name says object and text, so that the same event has the same name. */
export function eventOf(patch: StatusPatch & { write: 'event' }, at: number) {
  const { object, apiVersion, uid, type, reason, message } = patch;
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    // Events of cluster-scoped objects live in `default`.
    metadata: { name: eventName(patch), namespace: object.namespace || 'default' },
    involvedObject: { apiVersion, kind: object.kind, namespace: object.namespace, name: object.name, uid },
    type,
    reason,
    message: message.slice(0, maximumMessageLength),
    source: { component },
    reportingComponent: component,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}

function eventName({ object, uid, reason, message }: StatusPatch & { write: 'event' }): string {
  const digest = createHash('sha256').update(`${uid}\n${reason}\n${message}`).digest('hex').slice(0, 16);
  // A label of a name may not end in a hyphen or be empty.
  return `${object.name.slice(0, maximumObjectNameLength).replace(/[-.]+$/, '')}.${digest}`;
}

/** The answer to a create in a namespace that is being deleted: `Forbidden`, told from others by its words alone. */
export function isEndOfNamespace(error: unknown): boolean {
  return isFault(error) && error.code === 'Forbidden' && error.message.includes('because it is being terminated');
}

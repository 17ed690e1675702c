// Many doorbells become one summons per subject: level-triggered work needs to know that something moved, not how often.
import type { Cause, Doorbell, Summons } from '../core/base/doorbell.ts';
import type { ClusterId } from '../core/base/ids.ts';

/** A doorbell as received, with the id of the message that carried it. */
export interface ReceivedDoorbell {
  readonly messageId: string;
  readonly doorbell: Doorbell;
}

/** One summons and where it belongs. */
export interface Collapsed {
  readonly queue: 'reconcile' | 'targets';
  readonly summons: Summons;
  /** Of the newest doorbell: makes two different edits two different messages. */
  readonly newestMessageId: string;
  /** Every message this summons stands for. */
  readonly messageIds: readonly string[];
}

/** Causes that a summons names; more would only repeat. */
const maximumCauses = 10;

/** One summons per subject, in the order in which the subjects were first rung. Heartbeats are nobody's work. */
export function collapseDoorbells(cluster: ClusterId, received: readonly ReceivedDoorbell[]): readonly Collapsed[] {
  const bySubject = new Map<string, ReceivedDoorbell[]>();
  for (const one of received) {
    const { kind, namespace = '', name = '' } = one.doorbell.subject;
    if (kind === 'heartbeat') continue;
    const key = `${kind}/${namespace}/${name}`;
    bySubject.set(key, [...(bySubject.get(key) ?? []), one]);
  }
  return [...bySubject.values()].map((doorbells) => collapse(cluster, doorbells));
}

function collapse(cluster: ClusterId, received: readonly ReceivedDoorbell[]): Collapsed {
  const newest = received.reduce((a, b) => (b.doorbell.at >= a.doorbell.at ? b : a));
  const { subject } = newest.doorbell;
  return {
    queue: subject.kind === 'gateway' || subject.kind === 'class' ? 'reconcile' : 'targets',
    newestMessageId: newest.messageId,
    messageIds: received.map(({ messageId }) => messageId),
    summons: {
      v: 1,
      cluster,
      subject,
      causes: distinct(received.map(({ doorbell }) => doorbell.cause)).slice(0, maximumCauses),
      at: Math.min(...received.map(({ doorbell }) => doorbell.at)),
      // An outside change starts the count anew: only unbroken ringing of our own is bounded.
      ring: Math.min(...received.map(({ doorbell }) => doorbell.ring)),
      trace: newest.doorbell.trace,
    },
  };
}

function distinct(causes: readonly Cause[]): readonly Cause[] {
  return [
    ...new Map(causes.map((cause) => [`${cause.kind}/${cause.namespace}/${cause.name}/${cause.why}`, cause])).values(),
  ];
}

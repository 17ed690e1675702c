// Who waits for messages, and when to look again. Nothing polls: a waiter is served when a message arrives, becomes
// visible again or is deleted (which frees its group), and at the end of its wait.
import { dropExpired, type Queue, type Waiter } from './queue.ts';
import type { Clock } from '../clock.ts';

/** Serves the queue's waiters in order, once for all changes of this turn of the event loop. */
export function wakeWaiters(queue: Queue, clock: Clock): void {
  if (queue.isWaking || queue.waiters.size === 0) return;
  queue.isWaking = true;
  queueMicrotask(() => {
    queue.isWaking = false;
    for (const waiter of [...queue.waiters]) if (waiter.serve()) queue.waiters.delete(waiter);
    setAlarm(queue, clock);
  });
}

/** Adds a waiter; the returned function takes it away. */
export function addWaiter(queue: Queue, clock: Clock, waiter: Waiter): () => void {
  queue.waiters.add(waiter);
  setAlarm(queue, clock);
  return () => {
    queue.waiters.delete(waiter);
    setAlarm(queue, clock);
  };
}

/** One timer per queue, and only while somebody waits: the earliest time at which a waiter could be served. */
function setAlarm(queue: Queue, clock: Clock): void {
  queue.cancelAlarm?.();
  delete queue.cancelAlarm;
  if (queue.waiters.size === 0) return;
  const now = clock.now();
  dropExpired(queue, now);
  const times = [
    ...[...queue.messages.values()].map(({ visibleAt }) => visibleAt),
    ...[...queue.waiters].map(({ until }) => until),
  ];
  const next = times.reduce((earliest, time) => (time > now && time < earliest ? time : earliest), Infinity);
  if (next !== Infinity) queue.cancelAlarm = clock.schedule(next - now, () => wakeWaiters(queue, clock));
}

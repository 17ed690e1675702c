// Long polling: a receive that waits on the emulated clock.
import { queueByName, type QueueRegion } from './queue-region.ts';
import { addWaiter } from './long-poll.ts';
import { receiveNow, type ReceivedMessage, type ReceiveOptions } from './receive-message.ts';
import type { Queue } from './queue.ts';

/** How long a receive waits; `Infinity` and a signal make a poller that needs no loop. */
export interface WaitOptions extends ReceiveOptions {
  /** Milliseconds on the emulated clock; 0 answers at once. */
  readonly waitMs: number;
  /** Ends the wait early with no messages. */
  readonly signal?: AbortSignal;
}

/**
 * Receives as soon as a message is visible, or nothing when the wait ends. Rejects when the queue is deleted meanwhile.
 */
export function receiveWaiting(region: QueueRegion, queue: Queue, options: WaitOptions): Promise<ReceivedMessage[]> {
  return new Promise((resolve, reject) => {
    const until = region.clock.now() + options.waitMs;
    let removeWaiter = () => {};
    const stop = () => {
      removeWaiter();
      resolve([]);
    };
    const serve = () => {
      try {
        if (region.queues.get(queue.name) !== queue) queueByName(region, `${queue.name} (deleted)`);
        const received = receiveNow(region, queue, options);
        if (received.length === 0 && region.clock.now() < until && !options.signal?.aborted) return false;
        resolve(received);
      } catch (error) {
        reject(error as Error);
      }
      options.signal?.removeEventListener('abort', stop);
      return true;
    };
    if (serve()) return;
    removeWaiter = addWaiter(queue, region.clock, { until, serve });
    options.signal?.addEventListener('abort', stop, { once: true });
  });
}

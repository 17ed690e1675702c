// One open watch: a queue of events that ends, or breaks, when it is told to.
import type { Status } from '../api-error.ts';
import type { KubernetesObject } from '../object.ts';

/** What a watch reports. A bookmark says: everything up to `revision` has been reported. */
export type StreamEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubernetesObject }
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly endsInitialEvents: boolean }
  | { readonly type: 'ERROR'; readonly status: Status };

/** An event, and whether the connection breaks in the middle of it. */
export interface Delivery {
  readonly event: StreamEvent;
  readonly truncated: boolean;
}

/** What the reader of a broken watch gets. */
export class BrokenWatch extends Error {
  constructor() {
    super('the watch connection was cut');
    this.name = 'BrokenWatch';
  }
}

/**
 * For one reader: iteration waits for events, ends after `end` and throws BrokenWatch after `cut` or a truncated event.
 * What is pushed once the stream is closed is dropped. A reader that is too far behind is not waited for: the stream ends
 * after what is queued, upon which clients watch again from where they are.
 */
export class WatchStream implements AsyncIterable<Delivery> {
  readonly #queue: Delivery[] = [];
  readonly #onClose: () => void;
  #state: 'open' | 'ended' | 'broken' = 'open';
  #truncatesNext = false;
  #wake: (() => void) | undefined;

  readonly #limit: number;

  /** `onClose` runs once, when the stream ends, breaks or its reader leaves; at most `limit` events wait. */
  constructor(onClose: () => void, limit: number) {
    this.#onClose = onClose;
    this.#limit = limit;
  }

  push(event: StreamEvent): void {
    if (this.#state !== 'open') return;
    this.#queue.push({ event, truncated: this.#truncatesNext });
    if (this.#truncatesNext) this.#close('broken');
    else if (this.#queue.length >= this.#limit) this.#close('ended');
    else this.#wake?.();
  }

  /** Ends the stream after what is queued. */
  end(): void {
    this.#close('ended');
  }

  /** Breaks the connection after what is queued. */
  cut(): void {
    this.#close('broken');
  }

  /** The next event will break off in the middle. */
  truncateNext(): void {
    this.#truncatesNext = true;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Delivery> {
    try {
      for (;;) {
        const next = this.#queue.shift();
        if (next) yield next;
        else if (this.#state === 'broken') throw new BrokenWatch();
        else if (this.#state === 'ended') return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#close('ended');
    }
  }

  #close(state: 'ended' | 'broken'): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    this.#onClose();
    this.#wake?.();
  }
}

// Weather between the API server and its clients, made by a test.
import { ApiError, expired } from './api-error.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { WatchStream } from './reads/watch-stream.ts';

/** Which requests a failure hits: all, or those the predicate picks. */
export interface Failure {
  readonly status: number;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly message?: string;
  readonly matches?: (request: { readonly method: string; readonly path: string }) => boolean;
}

export interface Interruptions {
  /** Ends every open watch as a broken connection does. */
  cutWatches(): void;
  /** Each open watch gets half a line of its next event, then the connection breaks. */
  truncateWatches(): void;
  /** Forgets history: open watches get an in-stream 410 ERROR, older resource versions HTTP 410. */
  compact(): void;
  /** The next `count` matching requests fail. */
  failNext(count: number, failure: Failure): void;
}

const reasons: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  410: ['Expired', 'The resourceVersion for the provided watch is too old.'],
  429: ['TooManyRequests', 'Too many requests, please try again later.'],
  500: ['InternalError', 'Internal error occurred'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};

function failureError({ status, retryAfterSeconds, message }: Failure): ApiError {
  const [reason, text] = reasons[status] ?? ['', 'an injected failure'];
  return new ApiError(status, reason, message ?? text, {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** What the request path asks before it does anything. */
export interface Weather extends Interruptions {
  /** The failure the next request meets, if any. */
  failureFor(request: { readonly method: string; readonly path: string }): ApiError | undefined;
}

/** Weather over a store and the set of its open watches. */
export function createWeather(store: ObjectStore, open: ReadonlySet<WatchStream>): Weather {
  const failures: { left: number; readonly failure: Failure }[] = [];
  const eachWatch = (act: (stream: WatchStream) => void) => {
    for (const stream of [...open]) act(stream);
  };
  return {
    cutWatches: () => eachWatch((stream) => stream.cut()),
    truncateWatches: () => eachWatch((stream) => stream.truncateNext()),
    compact: () => {
      store.compact();
      const { status } = expired(`too old resource version: 1 (${store.compacted()})`);
      eachWatch((stream) => {
        stream.push({ type: 'ERROR', status });
        stream.end();
      });
    },
    failNext: (count, failure) => void failures.push({ left: count, failure }),
    failureFor: (request) => {
      const hit = failures.find(({ left, failure }) => left > 0 && (failure.matches?.(request) ?? true));
      if (!hit) return undefined;
      hit.left -= 1;
      return failureError(hit.failure);
    },
  };
}

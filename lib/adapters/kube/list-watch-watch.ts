// One watch, from its request to its end, whatever the end is.
import { Fault, isFault } from '../../reconcile/faults.ts';
import type { RawObject } from '../../reconcile/ports.ts';
import { kubeConnectionFault } from './classify-error.ts';
import type { KubeHttp } from './http.ts';
import type { Clock } from './list-watch-clock.ts';
import { identityOf, type KnownObjects } from './list-watch-known.ts';
import { linesOf } from './list-watch-lines.ts';
import { named, type Position, type Watched, watchRequest } from './list-watch-requests.ts';

/** A quiet watch gets a bookmark about once a minute: after this long without a byte it is dead. */
const silenceMs = 150_000;

export interface WatchReport {
  /** The API server has accepted the watch. */
  opened(): void;
  /** A byte arrived. */
  alive(): void;
  /** An event or a bookmark was read and told; a later watch may go on from here. */
  reached(resourceVersion: string): void;
}

interface WatchEvent {
  readonly type: string;
  readonly object: RawObject;
}

/**
 * Reads a watch until the API server ends it; rejects with a Fault when it breaks, falls silent, is refused, or reports an
 * error of its own. Whatever happens, everything up to the last reported resource version has been told.
 */
export async function readWatch(
  means: { readonly http: KubeHttp; readonly clock: Clock; readonly known: KnownObjects },
  from: { readonly watched: Watched; readonly position: Position; readonly seconds: number },
  report: WatchReport,
  stopping: AbortSignal,
): Promise<void> {
  const attempt = new AbortController();
  const abort = () => attempt.abort();
  stopping.addEventListener('abort', abort);
  const watchdog = createWatchdog(means.clock, abort);
  const request = watchRequest(from.watched, from.position, from.seconds);
  try {
    const stream = await means.http.stream(request, attempt.signal);
    const destroy = () => stream.destroy();
    attempt.signal.addEventListener('abort', destroy);
    try {
      report.opened();
      for await (const line of linesOf(stream, () => (watchdog.fed(), report.alive()))) {
        report.reached(tell(means.known, parseEvent(line), from));
      }
      if (attempt.signal.aborted) throw new Error('the watch was given up: no byte came for too long');
    } finally {
      destroy();
    }
  } catch (error) {
    throw isFault(error) ? error : kubeConnectionFault(error, 'WATCH', request.path);
  } finally {
    watchdog.stop();
    stopping.removeEventListener('abort', abort);
  }
}

/** A line that is no JSON means that the connection cannot be trusted: it throws, and the watch goes on elsewhere. */
function parseEvent(line: string): WatchEvent {
  const { type, object } = JSON.parse(line) as Partial<WatchEvent>;
  if (typeof type !== 'string' || typeof object !== 'object') throw new Error('a watch line is no event');
  return { type, object };
}

/** Tells the event and answers the resource version that it leads to. */
function tell(
  known: KnownObjects,
  { type, object }: WatchEvent,
  { watched, position }: { readonly watched: Watched; readonly position: Position },
): string {
  if (type === 'ERROR') throw errorEvent(object, watched);
  const { resourceVersion } = identityOf(object);
  if (type === 'ADDED' || type === 'MODIFIED') known.saw(named(object, watched, position.apiVersion));
  if (type === 'DELETED') known.left(object);
  return resourceVersion;
}

/** The Fault behind an in-stream Status; `code` 410 keeps its reason, by which it is recognised. */
function errorEvent(status: RawObject, { kind }: Watched): Fault {
  const { code, reason, message } = status as {
    readonly code?: number;
    readonly reason?: string;
    readonly message?: string;
  };
  return new Fault({
    kind: code === 410 ? 'vanished' : 'unreachable',
    operation: 'WATCH',
    resource: kind.plural,
    code: code === 410 ? 'Expired' : (reason ?? `HTTP ${code}`),
    message: message ?? 'the API server ended the watch with an error',
  });
}

function createWatchdog(clock: Clock, bite: () => void): { fed(): void; stop(): void } {
  let fedAt = clock.now();
  let cancel = () => {};
  const check = () => {
    const left = fedAt + silenceMs - clock.now();
    if (left <= 0) bite();
    else cancel = clock.schedule(left, check);
  };
  check();
  return {
    fed: () => {
      fedAt = clock.now();
    },
    stop: () => cancel(),
  };
}

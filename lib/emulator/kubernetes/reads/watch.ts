// WATCH: from which state on, initial events, bookmarks, time limit, and the 410 of a client that comes too late.
import type { Clock } from '../../clock.ts';
import { expired, invalid as invalidObject } from '../api-error.ts';
import { forbidden, notSupported, type FieldError } from '../field-error.ts';
import type { Machinery } from '../machinery.ts';
import type { Change, ObjectStore } from '../store/object-store.ts';
import { isTrue, parseNumber, parseResourceVersion, type ObjectSelection } from './selection.ts';
import { WatchStream, type StreamEvent } from './watch-stream.ts';

/** How often a watch with bookmarks gets one, and how long before its time is over it gets its last. */
const bookmarkIntervalMs = 60_000;
const lastBookmarkMs = 2000;

/** How many changes a watch may fall behind. */
const unreadLimit = 10_000;

/** The least time a watch without `timeoutSeconds` lives; the real server takes a random one up to twice as long. */
const minimumTimeoutSeconds = 1800;

/** The event a change is for one selection: what comes into it is ADDED, what leaves it is DELETED. */
export function eventFor(change: Change, { resource, namespace, matches }: ObjectSelection): StreamEvent | undefined {
  if (change.key !== resource.key) return undefined;
  if (namespace !== undefined && change.object.metadata.namespace !== namespace) return undefined;
  const was = change.previous !== undefined && matches(change.previous);
  const is = change.type !== 'DELETED' && matches(change.object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: change.object };
  if (!was || change.previous === undefined) return undefined;
  const left = {
    ...change.previous,
    metadata: { ...change.previous.metadata, resourceVersion: String(change.revision) },
  };
  return { type: 'DELETED', object: change.type === 'DELETED' ? change.object : left };
}

function requireWatchOptions(query: URLSearchParams): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const asksInitial = query.has('sendInitialEvents');
  const errors: FieldError[] = [];
  const refuse = (why: string) => errors.push(forbidden('resourceVersionMatch', why));
  if (asksInitial && match !== 'NotOlderThan') {
    refuse('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  if (match === '' && query.get('continue')) refuse('resourceVersionMatch is forbidden when continue is provided');
  if (match !== '') {
    if (!asksInitial) refuse('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    if (match !== 'NotOlderThan') errors.push(notSupported('resourceVersionMatch', match, ['NotOlderThan']));
    if (query.get('continue')) refuse('resourceVersionMatch is forbidden when continue is provided');
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

/** Whether a watch begins with what is there: when asked to, or when it names no particular version. */
function wantsState(query: URLSearchParams): boolean {
  if (query.has('sendInitialEvents')) return isTrue(query, 'sendInitialEvents');
  return (parseResourceVersion(query.get('resourceVersion')) ?? 0) === 0;
}

/** The present objects as ADDED, or the changes since a revision; an ERROR when history does not reach back. */
function opening(store: ObjectStore, selection: ObjectSelection, query: URLSearchParams): readonly StreamEvent[] {
  const asked = parseResourceVersion(query.get('resourceVersion'));
  if (wantsState(query)) {
    const objects = store.list(selection.resource.key, selection.namespace).filter(selection.matches);
    return objects.map((object) => ({ type: 'ADDED', object }));
  }
  if (asked === undefined || asked === 0) return [];
  if (asked > store.revision()) return [];
  const missed = store.changesSince(asked);
  if (!missed) {
    const error = expired(`too old resource version: ${asked} (${store.compacted()})`);
    return [{ type: 'ERROR', status: error.status }];
  }
  return missed.flatMap((change) => eventFor(change, selection) ?? []);
}

/** Bookmarks at intervals, and a last one shortly before the time limit ends the stream. Returns how to stop all. */
function keepTime(clock: Clock, stream: WatchStream, timeoutMs: number, bookmark: () => void): () => void {
  let cancelBookmark = () => {};
  const tick = () => {
    bookmark();
    cancelBookmark = clock.schedule(bookmarkIntervalMs, tick);
  };
  cancelBookmark = clock.schedule(bookmarkIntervalMs, tick);
  const cancelLast = timeoutMs > lastBookmarkMs ? clock.schedule(timeoutMs - lastBookmarkMs, bookmark) : () => {};
  const cancelTimeout = clock.schedule(timeoutMs, () => stream.end());
  return () => {
    cancelBookmark();
    cancelLast();
    cancelTimeout();
  };
}

function timeoutOf(machinery: Machinery, query: URLSearchParams): number {
  const asked = parseNumber(query, 'timeoutSeconds') ?? 0;
  return 1000 * (asked > 0 ? asked : minimumTimeoutSeconds + machinery.identities.number(minimumTimeoutSeconds));
}

/** Opens a watch and registers it in `open` for as long as it lives. */
export function openWatch(
  machinery: Machinery,
  selection: ObjectSelection,
  query: URLSearchParams,
  open: Set<WatchStream>,
): WatchStream {
  requireWatchOptions(query);
  const { store, clock } = machinery;
  const events = opening(store, selection, query);
  // A revision still to come is waited for: what happens up to it is not reported.
  const after = parseResourceVersion(query.get('resourceVersion')) ?? 0;
  const wantsBookmarks = isTrue(query, 'allowWatchBookmarks');
  let stopTime = () => {};
  let unsubscribe = () => {};
  const stream: WatchStream = new WatchStream(() => {
    unsubscribe();
    stopTime();
    open.delete(stream);
  }, events.length + unreadLimit);
  for (const event of events) stream.push(event);
  if (events[0]?.type === 'ERROR') {
    stream.end();
    return stream;
  }
  const bookmark = (endsInitialEvents: boolean) => {
    if (wantsBookmarks) stream.push({ type: 'BOOKMARK', revision: store.revision(), endsInitialEvents });
  };
  if (wantsState(query)) bookmark(true);
  unsubscribe = store.subscribe((change) => {
    const event = change.revision > after ? eventFor(change, selection) : undefined;
    if (event) stream.push(event);
  });
  stopTime = keepTime(clock, stream, timeoutOf(machinery, query), () => bookmark(false));
  open.add(stream);
  return stream;
}

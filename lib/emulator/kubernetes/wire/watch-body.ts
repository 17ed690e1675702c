// The body of a watch: one JSON line or one protobuf frame per event, in the representation the client asked for.
import type { Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import { toWatchFrame } from '../protobuf/envelope.ts';
import { BrokenWatch, type StreamEvent, type WatchStream } from '../reads/watch-stream.ts';
import { representObject, type Presentation } from '../representation/represent.ts';
import { formatFor, formatTypes } from './accept.ts';

const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' };

/** A bookmark is an empty object of the kind with nothing but a resource version. */
function bookmarkObject(event: StreamEvent & { type: 'BOOKMARK' }, { resource }: Presentation): KubernetesObject {
  const metadata = {
    resourceVersion: String(event.revision),
    creationTimestamp: null,
    ...(event.endsInitialEvents && { annotations: initialEventsEnd }),
  };
  return { kind: resource.kind, apiVersion: resource.apiVersion, metadata } as unknown as KubernetesObject;
}

function payload(event: StreamEvent, presentation: Presentation, isFirst: boolean): object {
  if (event.type === 'ERROR') return event.status;
  const object = event.type === 'BOOKMARK' ? bookmarkObject(event, presentation) : event.object;
  const shown = representObject(object, presentation);
  if (presentation.representation.as !== 'table' || isFirst) return shown;
  // Only the first table of a watch says what its columns are.
  return { ...shown, columnDefinitions: null };
}

type EventWriter = (type: string, object: object) => string | Uint8Array;

const toLine: EventWriter = (type, object) => `${JSON.stringify({ type, object })}\n`;
const toFrame: EventWriter = (type, object) => toWatchFrame(type, object as Fields);

/** Throws when the watch is cut, after half an event when it is truncated. */
async function* events(
  stream: WatchStream,
  presentation: () => Presentation,
  write: EventWriter,
): AsyncIterable<string | Uint8Array> {
  let isFirst = true;
  for await (const { event, truncated } of stream) {
    const whole = write(event.type, payload(event, presentation(), isFirst));
    isFirst = false;
    if (truncated) {
      yield whole.slice(0, whole.length / 2);
      throw new BrokenWatch();
    }
    yield whole;
  }
}

export interface WatchBody {
  /** The media type. */
  readonly type: string;
  readonly body: AsyncIterable<string | Uint8Array>;
}

/** A watch as an answer, in the format that an Accept header prefers for what it shows. */
export function watchBody(
  stream: WatchStream,
  presentation: () => Presentation,
  accept: string | undefined,
): WatchBody {
  const { resource, representation } = presentation();
  const shown = {
    object: resource,
    metadata: { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata' },
    table: { apiVersion: 'meta.k8s.io/v1', kind: 'Table' },
    'aggregated-discovery': resource,
  }[representation.as];
  if (formatFor(accept, { apiVersion: shown.apiVersion, kind: shown.kind }) !== 'protobuf') {
    return { type: formatTypes.json, body: events(stream, presentation, toLine) };
  }
  return { type: `${formatTypes.protobuf};stream=watch`, body: events(stream, presentation, toFrame) };
}

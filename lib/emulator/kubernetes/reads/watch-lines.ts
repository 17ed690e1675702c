// The body of a watch: one JSON line per event, in the representation the client asked for.
import type { KubernetesObject } from '../object.ts';
import { representObject, type Presentation } from '../representation/represent.ts';
import { BrokenWatch, type StreamEvent, type WatchStream } from './watch-stream.ts';

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

function payload(event: StreamEvent, presentation: Presentation, isFirst: boolean): unknown {
  if (event.type === 'ERROR') return event.status;
  const object = event.type === 'BOOKMARK' ? bookmarkObject(event, presentation) : event.object;
  const shown = representObject(object, presentation);
  if (presentation.representation.as !== 'table' || isFirst) return shown;
  // Only the first table of a watch says what its columns are.
  return { ...(shown as object), columnDefinitions: null };
}

/** The lines of a watch. Throws when the watch is cut, after half a line when it is truncated. */
export async function* watchLines(stream: WatchStream, presentation: () => Presentation): AsyncIterable<string> {
  let isFirst = true;
  for await (const { event, truncated } of stream) {
    const line = `${JSON.stringify({ type: event.type, object: payload(event, presentation(), isFirst) })}\n`;
    isFirst = false;
    if (truncated) {
      yield line.slice(0, line.length / 2);
      throw new BrokenWatch();
    }
    yield line;
  }
}

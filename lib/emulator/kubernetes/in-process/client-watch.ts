// A watch that never gives up: it goes on where it ended, and begins anew when history is gone.
import type { WireResponse } from '../../wire.ts';
import type { Selection } from '../client.ts';
import { asRecord, type Fields } from '../json.ts';
import { BrokenWatch } from '../reads/watch-stream.ts';
import { errorOf, pathOf, requireResource, type ClientWire } from './client-wire.ts';

/** The query of a selection. */
export const selectors = ({ labelSelector, fieldSelector }: Selection) => ({ labelSelector, fieldSelector });

/** Reads the lines of a watch until it ends; a broken connection ends it too. */
async function readLines(response: WireResponse, onLine: (line: string) => void): Promise<void> {
  if (typeof response.body === 'string' || response.body instanceof Uint8Array) return;
  try {
    for await (const chunk of response.body) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      if (text.endsWith('\n')) onLine(text);
    }
  } catch (error) {
    if (!(error instanceof BrokenWatch)) throw error;
  }
}

/** One watch after the other, each from where the last one ended; from a fresh state after a 410. */
async function keepWatching(
  open: (from: string | undefined) => Promise<WireResponse>,
  isStopped: () => boolean,
  onEvent: (event: Fields) => void,
) {
  let from: string | undefined;
  while (!isStopped()) {
    const response = await open(from);
    if (response.status >= 400)
      throw errorOf(response, typeof response.body === 'string' ? JSON.parse(response.body) : {});
    await readLines(response, (line) => {
      const event = asRecord(JSON.parse(line));
      const version = asRecord(asRecord(event['object'])['metadata'])['resourceVersion'];
      from = event['type'] === 'ERROR' ? undefined : typeof version === 'string' ? version : from;
      if (!isStopped() && event['type'] !== 'BOOKMARK' && event['type'] !== 'ERROR') onEvent(event);
    });
  }
}

/** Starts a watch; returns how to end it. */
export function startWatch(wire: ClientWire, selection: Selection, onEvent: (event: Fields) => void): () => void {
  const resource = requireResource(wire, selection);
  let isStopped = false;
  let leave: (() => void) | undefined;
  const open = async (resourceVersion: string | undefined) => {
    const query = { ...selectors(selection), watch: 'true', allowWatchBookmarks: 'true', resourceVersion };
    const response = await wire.send('GET', pathOf(resource, selection, query));
    const { body } = response;
    if (typeof body === 'string' || body instanceof Uint8Array) return response;
    const iterator = body[Symbol.asyncIterator]();
    leave = () => void iterator.return?.();
    return { ...response, body: { [Symbol.asyncIterator]: () => iterator } };
  };
  void keepWatching(open, () => isStopped, onEvent);
  return () => {
    isStopped = true;
    leave?.();
  };
}

// A WireHandler behind a node server: the same for HTTP and HTTPS.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireHandler, WireRequest, WireResponse } from './wire.ts';

/** Bodies beyond this are refused. */
const maximumBodyBytes = 16 * 1024 * 1024;

/** The body, or undefined for one that is too long, of which the rest is not read. */
async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(message.headers['content-length'] ?? 0) > maximumBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maximumBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A request target may be a whole URL (RFC 9112, section 3.2.2); what follows the authority counts. */
const pathOf = (target: string) => (target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/');

function toWireRequest(message: IncomingMessage, body: Uint8Array): WireRequest {
  const headers = Object.entries(message.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  );
  return {
    method: message.method ?? 'GET',
    path: pathOf(message.url ?? '/'),
    headers: Object.fromEntries(headers),
    body,
  };
}

/** The client of a response, as far as a stream must know of it. */
interface Reader {
  hasLeft(): boolean;
  /** Resolves when the client has left, or else when `other` does. */
  leftOr<T>(other: Promise<T>): Promise<T | undefined>;
}

function readerOf(response: ServerResponse): Reader {
  let leave = () => {};
  response.once('close', () => leave());
  return {
    hasLeft: () => response.closed,
    // A promise of its own for every wait: one that lives as long as the stream would remember every wait there was.
    leftOr: (other) =>
      new Promise((resolve, reject) => {
        leave = () => resolve(undefined);
        other.then(resolve, reject);
      }),
  };
}

/** Writes a stream until it ends, breaks, or the client leaves; no faster than the client reads. */
async function writeStream(body: AsyncIterable<string | Uint8Array>, response: ServerResponse): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  const reader = readerOf(response);
  response.flushHeaders();
  try {
    for (;;) {
      const next = await reader.leftOr(iterator.next());
      if (next === undefined || next.done || reader.hasLeft()) break;
      if (!response.write(next.value)) await reader.leftOr(once(response, 'drain'));
    }
    response.end();
  } finally {
    // A reader that has left is waited for by nobody; the stream must still learn of it.
    void iterator.return?.();
  }
}

async function writeResponse({ status, headers, body }: WireResponse, response: ServerResponse): Promise<void> {
  response.writeHead(status, headers);
  if (typeof body === 'string' || body instanceof Uint8Array) response.end(body);
  else await writeStream(body, response);
}

/** Says so and hangs up: the client may still be sending. */
function refuseLongBody(message: IncomingMessage, response: ServerResponse): void {
  const text = `${JSON.stringify({ message: `The request body is longer than ${maximumBodyBytes} bytes.` })}\n`;
  response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
  response.end(text, () => message.destroy());
}

/** Answers one request; a handler that rejects breaks the connection, as a network failure would. */
export async function answer(handle: WireHandler, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(message);
    if (!body) return refuseLongBody(message, response);
    await writeResponse(await handle(toWireRequest(message, body)), response);
  } catch {
    // What fails here is a connection, cut on purpose or by the client: the other side sees it break.
    response.destroy();
  }
}

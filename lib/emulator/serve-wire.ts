// A WireHandler behind a node server: the same for HTTP and HTTPS.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireHandler, WireRequest, WireResponse } from './wire.ts';

/** Bodies beyond this are not even read. */
const maximumBodyBytes = 16 * 1024 * 1024;

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length <= maximumBodyBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function toWireRequest(message: IncomingMessage): Promise<WireRequest> {
  const headers = Object.entries(message.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  );
  return {
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers: Object.fromEntries(headers),
    body: await readBody(message),
  };
}

/** Writes a stream until it ends, breaks, or the client leaves. */
async function writeStream(body: AsyncIterable<string | Uint8Array>, response: ServerResponse): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  const left = new Promise<IteratorResult<string>>((resolve) => {
    response.once('close', () => resolve({ done: true, value: undefined }));
  });
  response.flushHeaders();
  try {
    for (
      let next = await Promise.race([iterator.next(), left]);
      !next.done;
      next = await Promise.race([iterator.next(), left])
    ) {
      response.write(next.value);
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

/** Answers one request; a handler that rejects breaks the connection, as a network failure would. */
export async function answer(handle: WireHandler, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await writeResponse(await handle(await toWireRequest(message)), response);
  } catch {
    // What fails here is a connection, cut on purpose or by the client: the other side sees it break.
    response.destroy();
  }
}

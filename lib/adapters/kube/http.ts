// Talks to one API server over node:https: keep-alive, gzip, JSON, bearer token. Small on purpose: a full Kubernetes
// client costs a function more than 100 ms of cold start and opens a TLS connection per call.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { isFault } from '../../reconcile/faults.ts';
import { kubeAnswerFault, kubeConnectionFault } from './classify-error.ts';
import { decoded, parseJson, readText } from './http-body.ts';
import { type HttpConnection, type KubeConnection, type KubeRequest, openHttpConnection } from './http-connection.ts';

export type { KubeConnection, KubeRequest };

export interface KubeHttp {
  /** The parsed JSON of a 2xx answer; rejects with a Fault otherwise. GETs are tried once more on a broken connection. */
  json(request: KubeRequest): Promise<unknown>;
  /** The open body of a 2xx answer (a watch); the caller reads and destroys it. `signal` ends it. */
  stream(request: KubeRequest, signal: AbortSignal): Promise<Readable>;
  close(): void;
}

/** Milliseconds an answer may take to begin and to go on; a watch has no such limit. */
const answerTimeoutMs = 30_000;

/**
 * Connects at the first request. An answer must begin and go on within 30 s, streams excepted; a success that is not
 * JSON is a Fault, too.
 */
export function createKubeHttp(connection: KubeConnection): KubeHttp {
  const open = openHttpConnection(connection);
  return {
    json: (request) => withFaults(request, () => readJson(open, request)),
    stream: (request, signal) => openStream(open, request, signal),
    close: open.close,
  };
}

/** A kept-alive socket may have died while the function was frozen, so what can be asked twice is. */
function withFaults(request: KubeRequest, ask: () => Promise<unknown>): Promise<unknown> {
  const asked = request.method === 'GET' ? ask().catch((error: unknown) => askAgain(error, ask)) : ask();
  return asked.catch((error: unknown) => {
    throw isFault(error) ? error : kubeConnectionFault(error, request.method, request.path);
  });
}

function askAgain(error: unknown, ask: () => Promise<unknown>): Promise<unknown> {
  if (isFault(error)) throw error;
  return ask();
}

async function readJson({ answer }: HttpConnection, request: KubeRequest): Promise<unknown> {
  const incoming = await answer(request, { timeout: answerTimeoutMs });
  const body = parseJson(await readText(decoded(incoming)));
  const { statusCode: status = 0 } = incoming;
  if (!isSuccess(incoming)) throw kubeAnswerFault(status, body, request.method, request.path);
  // A success that is not JSON comes from something in between, and must not be taken for an empty cluster.
  if (body === undefined) throw kubeConnectionFault(notJson(incoming), request.method, request.path);
  return body;
}

async function openStream({ answer }: HttpConnection, request: KubeRequest, signal: AbortSignal): Promise<Readable> {
  const incoming = await answer(request, { signal }).catch((error: unknown) => {
    throw kubeConnectionFault(error, 'WATCH', request.path);
  });
  if (isSuccess(incoming)) return decoded(incoming);
  const body = parseJson(await readText(decoded(incoming)).catch(() => ''));
  throw kubeAnswerFault(incoming.statusCode ?? 0, body, 'WATCH', request.path);
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function notJson({ headers }: IncomingMessage): Error {
  return Object.assign(new Error(`the answer is not JSON but ${headers['content-type'] ?? 'untyped'}`), {
    code: 'NotJson',
  });
}

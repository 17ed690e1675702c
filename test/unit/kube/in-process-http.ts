// A KubeHttp over an emulated API server in the same process: the same requests, answers and Faults, and no socket, so that
// a test moves time without waiting for a network.
import { PassThrough } from 'node:stream';
import { kubeAnswerFault, kubeConnectionFault } from '../../../lib/adapters/kube/classify-error.ts';
import type { KubeHttp, KubeRequest } from '../../../lib/adapters/kube/http.ts';
import type { WireHandler, WireResponse } from '../../../lib/emulator/wire.ts';

export function inProcessKubeHttp(handle: WireHandler, token: string): KubeHttp {
  const send = ({ method, path, body, contentType, accept }: KubeRequest) =>
    handle({
      method,
      path,
      headers: {
        authorization: `Bearer ${token}`,
        accept: accept ?? 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
  const succeeded = async (request: KubeRequest, operation: string): Promise<WireResponse> => {
    const response = await send(request).catch((error: unknown) => {
      throw kubeConnectionFault(error, operation, request.path);
    });
    if (response.status >= 200 && response.status < 300) return response;
    throw kubeAnswerFault(response.status, parse(await textOf(response.body)), operation, request.path);
  };
  return {
    json: async (request) => parse(await textOf((await succeeded(request, request.method)).body)),
    async stream(request, signal) {
      const { body } = await succeeded(request, 'WATCH');
      const stream = new PassThrough();
      const abort = () => stream.destroy();
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
      void pump(body, stream);
      return stream;
    },
    close: () => {},
  };
}

async function pump(body: WireResponse['body'], stream: PassThrough): Promise<void> {
  try {
    for await (const chunk of chunksOf(body)) {
      if (stream.destroyed) return;
      stream.write(chunk);
    }
    stream.end();
  } catch (error) {
    // What was written before a cut still arrives, as on a real connection.
    setImmediate(() => stream.destroy(error as Error));
  }
}

async function* chunksOf(body: WireResponse['body']): AsyncIterable<string | Uint8Array> {
  if (typeof body === 'string' || body instanceof Uint8Array) yield body;
  else yield* body;
}

async function textOf(body: WireResponse['body']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(body)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

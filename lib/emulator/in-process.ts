// A WireHandler as the `requestHandler` of an AWS SDK v3 client: real serialisation, signing and error parsing, no socket.
import { Readable } from 'node:stream';
import type { WireHandler, WireRequest } from './wire.ts';

/** The part of a Smithy HttpRequest that is read here. */
export interface SdkHttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SdkHttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** What SDK v3 clients accept as `requestHandler`. */
export interface SdkRequestHandler {
  handle(request: SdkHttpRequest): Promise<{ response: SdkHttpResponse }>;
}

function toQueryString(query: SdkHttpRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function toBytes(body: unknown): Uint8Array {
  // A copy: the SDK's own byte arrays warn when they are read as anything else.
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return Buffer.from(typeof body === 'string' ? body : '');
}

function toWireRequest(request: SdkHttpRequest): WireRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: request.method,
    path: request.path + toQueryString(request.query),
    headers,
    body: toBytes(request.body),
  };
}

/** Wraps a handler for SDK clients: `new ElasticLoadBalancingV2Client({ requestHandler: inProcess(handle), … })`. */
export function inProcess(handle: WireHandler): SdkRequestHandler {
  return {
    handle: async (request) => {
      const { status, headers, body } = await handle(toWireRequest(request));
      const stream =
        typeof body === 'string' || body instanceof Uint8Array
          ? Readable.from([Buffer.from(body)])
          : Readable.from(body);
      return { response: { statusCode: status, headers: { ...headers }, body: stream } };
    },
  };
}

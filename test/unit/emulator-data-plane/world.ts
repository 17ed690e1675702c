// A data plane on loopback with real targets, and a client that shows everything of a response.
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { connect } from 'node:net';
import { createClock, type Clock } from '../../../lib/emulator/clock.ts';
import {
  startDataPlane,
  type DataPlane,
  type DataPlaneOptions,
} from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { createMemorySource, type MemorySource } from './memory-source.ts';

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface World {
  readonly source: MemorySource;
  readonly clock: Clock;
  readonly plane: DataPlane;
  /** A target on 127.0.0.1 that answers with `handler`; its port. */
  target(handler: RequestListener): Promise<number>;
  /** Takes over the life of any other server. */
  serve(server: NetServer): Promise<number>;
  /** The bound place of a listener port. */
  place(port: number): { readonly host: string; readonly port: number };
  /** Requests a path of the listener on `port`. */
  fetch(port: number, path: string, options?: FetchOptions): Promise<Answer>;
  /** Sends raw bytes and returns everything received until the connection ends. */
  raw(port: number, text: string): Promise<string>;
  close(): Promise<void>;
}

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>> | readonly string[];
  readonly body?: string;
}

export function startWorld(options: Partial<DataPlaneOptions> = {}): World {
  const source = createMemorySource();
  const clock = options.clock ?? createClock('manual');
  const errors: unknown[] = [];
  const plane = startDataPlane({ source, clock, onError: (error) => errors.push(error), ...options });
  const servers: NetServer[] = [];

  const serve = async (server: NetServer) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const place = (port: number) => {
    const bound = plane.address('arn:lb/main');
    if (!bound) throw new Error('the load balancer does not listen');
    return { host: bound.address, port: bound.ports[port] ?? 0 };
  };
  return {
    source,
    clock,
    plane,
    serve,
    place,
    target: (handler) => serve(createServer(handler)),
    fetch: async (port, path, fetchOptions = {}) => {
      await plane.settled();
      return send({ ...place(port), path, agent: false, ...withHost(fetchOptions) }, fetchOptions.body);
    },
    raw: async (port, text) => {
      await plane.settled();
      return sendRaw(place(port), text);
    },
    close: async () => {
      await plane.close();
      for (const server of servers) {
        (server as Server).closeAllConnections?.();
        await new Promise((resolve) => server.close(resolve));
      }
      clock.stop();
      if (errors.length > 0) throw errors[0];
    },
  };
}

function withHost(options: FetchOptions): RequestOptions {
  const headers = options.headers ?? {};
  if (isLines(headers)) return { method: options.method ?? 'GET', headers: [...headers], setHost: false };
  return { method: options.method ?? 'GET', headers: { host: 'app.example.com', ...headers } };
}

const isLines = (headers: NonNullable<FetchOptions['headers']>): headers is readonly string[] => Array.isArray(headers);

/** One request and its whole answer. */
export function send(options: RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? '',
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function sendRaw(place: { readonly host: string; readonly port: number }, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(place.port, place.host, () => socket.write(text));
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

/** A handler that answers with what it received, as JSON. */
export const echo =
  (name: string): RequestListener =>
  (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      outgoing.setHeader('content-type', 'application/json');
      const { method, url, headers, rawHeaders } = incoming;
      outgoing.end(JSON.stringify({ name, method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() }));
    });
  };

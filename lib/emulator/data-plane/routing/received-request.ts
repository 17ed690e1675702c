// A client's request as the load balancer read it from the wire, before any rule was looked at.
import type { RequestFacts } from '../match-rule.ts';

/** Header lines as a flat list name, value, name, value, …, in order of arrival and with their letter case. */
export type HeaderLines = readonly string[];

export interface ReceivedRequest {
  readonly facts: RequestFacts;
  /** Origin form: path and query exactly as sent. */
  readonly target: string;
  readonly httpVersion: '1.0' | '1.1' | '2.0';
  /** Without the pseudo headers of HTTP/2. */
  readonly headers: HeaderLines;
  readonly peerPort: number;
  readonly tls?: { readonly version: string; readonly cipherSuite: string };
}

/** What a front end knows of a request, whatever its HTTP version. */
export interface WireFacts {
  readonly method: string;
  /** The request target: origin form, absolute form or `*`. */
  readonly url: string;
  readonly httpVersion: string;
  readonly rawHeaders: HeaderLines;
  readonly peer: { readonly address: string; readonly port: number };
  readonly tls?: { readonly version: string; readonly cipherSuite: string };
}

/** Reads the request; the host of an absolute-form target or `:authority` wins over the Host header (RFC 9112 §3.2.2). */
export function readRequest(wire: WireFacts): ReceivedRequest {
  const { headers, pairs, authority } = splitHeaders(wire.rawHeaders);
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(wire.url);
  const target = absolute ? withSlash(absolute[2] ?? '') : wire.url;
  const hash = target.indexOf('#');
  const clean = hash < 0 ? target : target.slice(0, hash);
  const mark = clean.indexOf('?');
  return {
    facts: {
      host: absolute?.[1] ?? authority ?? '',
      path: mark < 0 ? clean : clean.slice(0, mark),
      query: mark < 0 ? '' : clean.slice(mark + 1),
      method: wire.method,
      headers: pairs,
      sourceIp: wire.peer.address,
    },
    target: clean,
    httpVersion: wire.httpVersion === '1.0' ? '1.0' : wire.httpVersion.startsWith('2') ? '2.0' : '1.1',
    headers,
    peerPort: wire.peer.port,
    ...(wire.tls ? { tls: wire.tls } : {}),
  };
}

function splitHeaders(raw: HeaderLines) {
  const headers: string[] = [];
  const pairs: (readonly [string, string])[] = [];
  let authority: string | undefined;
  let host: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    if (name === ':authority') authority = value;
    if (name.startsWith(':')) continue;
    if (name.length === 4 && name.toLowerCase() === 'host') host ??= value;
    headers.push(name, value);
    pairs.push([name, value]);
  }
  return { headers, pairs, authority: authority ?? host };
}

const withSlash = (target: string) => (target.startsWith('/') ? target : `/${target}`);

/** The first value of a header, by lower-case name. */
export function headerValue(request: ReceivedRequest, name: string): string | undefined {
  return request.facts.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Whether the request is a gRPC call (gRPC over HTTP/2: content type `application/grpc` with optional suffix). */
export function isGrpc(request: ReceivedRequest): boolean {
  return request.httpVersion === '2.0' && (headerValue(request, 'content-type') ?? '').startsWith('application/grpc');
}

// A client's request as the load balancer read it from the wire, before any rule was looked at.
import { compliant, type DesyncClass } from '../http1/desync.ts';
import type { RequestFacts } from '../request-facts.ts';

/** Header lines as a flat list name, value, name, value, …, in order of arrival and with their letter case. */
export type HeaderLines = readonly string[];

/** What the connection of a request is secured with, in OpenSSL's notation. */
export interface TlsFacts {
  readonly version: string;
  readonly cipherSuite: string;
  /** The server name the client asked for. */
  readonly serverName?: string;
  /** SHA-256 fingerprint of the certificate the client was shown. */
  readonly certificateFingerprint?: string;
  /** Values of the mutual TLS headers, by the name that the listener attributes give to each. */
  readonly clientCertificate?: Readonly<Record<string, string>>;
}

export interface ReceivedRequest {
  readonly facts: RequestFacts;
  /** Origin form: path and query exactly as sent. */
  readonly target: string;
  readonly httpVersion: '0.9' | '1.0' | '1.1' | '2.0';
  /** Without the pseudo headers of HTTP/2. */
  readonly headers: HeaderLines;
  /** The lower-case name of each header line. */
  readonly names: readonly string[];
  /** How dangerous the request is to those who read its connection after the load balancer. */
  readonly desync: DesyncClass;
  readonly peerPort: number;
  /** Availability Zone of the node that received it. */
  readonly nodeZone?: string;
  readonly tls?: TlsFacts;
}

/** What a front end knows of a request, whatever its HTTP version. */
export interface WireFacts {
  readonly method: string;
  /** The request target: origin form, absolute form or `*`. */
  readonly url: string;
  readonly httpVersion: ReceivedRequest['httpVersion'];
  readonly rawHeaders: HeaderLines;
  /** Lower-case names of `rawHeaders`, if they are known already. */
  readonly names?: readonly string[];
  /** HTTP/2 cannot be ambiguous and has no class. */
  readonly desync?: DesyncClass;
  readonly peer: { readonly address: string; readonly port: number };
  readonly nodeZone?: string | undefined;
  readonly tls?: TlsFacts;
}

/** Reads the request; the host of an absolute-form target or `:authority` wins over the Host header (RFC 9112 §3.2.2). */
export function readRequest(wire: WireFacts): ReceivedRequest {
  const { headers, names, authority } = wire.names
    ? { headers: wire.rawHeaders, names: wire.names, authority: valueOf(wire.names, wire.rawHeaders, 'host') }
    : withoutPseudoHeaders(wire.rawHeaders);
  const { host = authority ?? '', target } = splitUrl(wire.url);
  const mark = target.indexOf('?');
  let pairs: RequestFacts['headers'] | undefined;
  return {
    facts: {
      host,
      path: mark < 0 ? target : target.slice(0, mark),
      query: mark < 0 ? '' : target.slice(mark + 1),
      method: wire.method,
      // Few rules look at headers.
      get headers() {
        return (pairs ??= pairUp(headers));
      },
      sourceIp: wire.peer.address,
    },
    target,
    httpVersion: wire.httpVersion,
    headers,
    names,
    desync: wire.desync ?? compliant,
    peerPort: wire.peer.port,
    ...(wire.nodeZone === undefined ? {} : { nodeZone: wire.nodeZone }),
    ...(wire.tls ? { tls: wire.tls } : {}),
  };
}

function pairUp(lines: HeaderLines): RequestFacts['headers'] {
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) pairs.push([lines[at] ?? '', lines[at + 1] ?? '']);
  return pairs;
}

function withoutPseudoHeaders(raw: HeaderLines) {
  const headers: string[] = [];
  const names: string[] = [];
  let authority: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    if (name === ':authority') authority = value;
    if (name.startsWith(':')) continue;
    headers.push(name, value);
    names.push(name.toLowerCase());
  }
  return { headers, names, authority: authority ?? valueOf(names, headers, 'host') };
}

function valueOf(names: readonly string[], lines: HeaderLines, name: string): string | undefined {
  const at = names.indexOf(name);
  return at < 0 ? undefined : lines[2 * at + 1];
}

/** A request target without its fragment; the absolute form names a host. */
function splitUrl(url: string): { readonly host?: string; readonly target: string } {
  const absolute = url.startsWith('/') ? undefined : /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  const whole = absolute ? withSlash(absolute[2] ?? '') : url;
  const hash = whole.indexOf('#');
  const target = hash < 0 ? whole : whole.slice(0, hash);
  return absolute ? { host: absolute[1] ?? '', target } : { target };
}

const withSlash = (target: string) => (target.startsWith('/') ? target : `/${target}`);

/** The first value of a header, by lower-case name. */
export const headerValue = (request: ReceivedRequest, name: string): string | undefined =>
  valueOf(request.names, request.headers, name);

/** All values of a header, by lower-case name, in order of arrival. */
export const headerValues = ({ names, headers }: ReceivedRequest, name: string): readonly string[] =>
  names.flatMap((candidate, index) => (candidate === name ? [headers[2 * index + 1] ?? ''] : []));

/** Whether the request is a gRPC call (gRPC over HTTP/2: content type `application/grpc` with optional suffix). */
export function isGrpc(request: ReceivedRequest): boolean {
  return request.httpVersion === '2.0' && (headerValue(request, 'content-type') ?? '').startsWith('application/grpc');
}

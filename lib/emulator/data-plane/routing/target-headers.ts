// The headers a target receives: what the client sent, without hop-by-hop headers, plus the load balancer's own.
// Elastic Load Balancing user guide, "HTTP headers and Application Load Balancers" and "Request tracing".
import type { ListenerView, LoadBalancerView } from '../load-balancer-source.ts';
import type { HeaderLines, ReceivedRequest } from './received-request.ts';

export interface Forwarding {
  readonly loadBalancer: LoadBalancerView;
  readonly listener: ListenerView;
  readonly host: string;
  readonly hostRewritten: boolean;
  /** A fresh trace identifier, `1-{8 hex digits: seconds since the epoch}-{24 hex digits}`. */
  readonly traceId: string;
}

/** Consumed by the load balancer (RFC 9110 §7.6.1), answered by it (Expect) or written anew below. */
const replaced = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'http2-settings',
  'host',
  'x-forwarded-proto',
  'x-forwarded-port',
]);

/** Headers that are merged or extended rather than passed on as they came. */
const gathered = ['x-forwarded-for', 'x-amzn-trace-id', 'cookie'] as const;

/** Flat header list for the target; framing headers other than Content-Length are left to the connection. */
export function targetHeaders(request: ReceivedRequest, forwarding: Forwarding): string[] {
  const { loadBalancer, listener } = forwarding;
  const [forwardedFor, traces, cookies] = gathered.map((name) => valuesOf(request, name));
  const headers = ['Host', hostForTarget(request, forwarding), ...passedOn(request, loadBalancer.attributes)];
  // A cookie that HTTP/2 split for compression travels as one line (RFC 9113 §8.2.3).
  if (cookies && cookies.length > 0) headers.push('Cookie', cookies.join('; '));
  const chain = forwardedForValue(forwardedFor ?? [], request, loadBalancer.attributes);
  if (chain !== undefined) headers.push('X-Forwarded-For', chain);
  headers.push('X-Forwarded-Proto', listener.protocol === 'HTTPS' ? 'https' : 'http');
  headers.push('X-Forwarded-Port', String(listener.port));
  headers.push('X-Amzn-Trace-Id', traceHeader(traces?.[0], forwarding.traceId));
  headers.push(...tlsHeaders(request, forwarding));
  return headers;
}

const valuesOf = (request: ReceivedRequest, wanted: string) =>
  request.facts.headers
    .filter(([name]) => name.length === wanted.length && name.toLowerCase() === wanted)
    .map(([, value]) => value);

function passedOn(request: ReceivedRequest, attributes: Readonly<Record<string, string>>): HeaderLines {
  const dropInvalid = attributes['routing.http.drop_invalid_header_fields.enabled'] === 'true';
  const left = new Set([...replaced, ...gathered, ...connectionOptions(request)]);
  return request.facts.headers
    .filter(([name]) => !left.has(name.toLowerCase()) && !(dropInvalid && !/^[-A-Za-z0-9]+$/.test(name)))
    .flat();
}

const connectionOptions = (request: ReceivedRequest) =>
  valuesOf(request, 'connection').flatMap((value) => value.split(',').map((option) => option.trim().toLowerCase()));

function hostForTarget(request: ReceivedRequest, { loadBalancer, listener, host, hostRewritten }: Forwarding): string {
  const preserve = loadBalancer.attributes['routing.http.preserve_host_header.enabled'] === 'true';
  if (hostRewritten || (preserve && request.facts.host !== '')) return host;
  const wellKnown = listener.port === 80 || listener.port === 443;
  const bare = host.toLowerCase().replace(/:\d+$/, '');
  if (wellKnown) return bare;
  return /:\d+$/.test(host) ? host.toLowerCase() : `${bare}:${listener.port}`;
}

function forwardedForValue(
  received: readonly string[],
  request: ReceivedRequest,
  attributes: Readonly<Record<string, string>>,
): string | undefined {
  const mode = attributes['routing.http.xff_header_processing.mode'] ?? 'append';
  if (mode === 'remove') return undefined;
  const chain = received.join(', ');
  if (mode === 'preserve') return received.length > 0 ? chain : undefined;
  const withPort = attributes['routing.http.xff_client_port.enabled'] === 'true';
  const address = request.facts.sourceIp;
  const bracketed = address.includes(':') ? `[${address}]` : address;
  const peer = withPort ? `${bracketed}:${request.peerPort}` : address;
  return chain === '' ? peer : `${chain}, ${peer}`;
}

function traceHeader(received: string | undefined, traceId: string): string {
  if (received === undefined || received === '') return `Root=${traceId}`;
  const fields = received.split(';').filter((field) => !/^\s*Self=/i.test(field));
  const hasRoot = fields.some((field) => /^\s*Root=/i.test(field));
  return [hasRoot ? `Self=${traceId}` : `Root=${traceId}`, ...fields].join(';');
}

function tlsHeaders(request: ReceivedRequest, { loadBalancer, listener }: Forwarding): HeaderLines {
  const enabled = loadBalancer.attributes['routing.http.x_amzn_tls_version_and_cipher_suite.enabled'] === 'true';
  if (!enabled || !request.tls) return [];
  const nameOf = (key: string, fallback: string) =>
    listener.attributes[`routing.http.request.${key}.header_name`] || fallback;
  return [
    nameOf('x_amzn_tls_version', 'X-Amzn-Tls-Version'),
    request.tls.version,
    nameOf('x_amzn_tls_cipher_suite', 'X-Amzn-Tls-Cipher-Suite'),
    request.tls.cipherSuite,
  ];
}

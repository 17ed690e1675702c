// The headers a target receives: what the client sent, without hop-by-hop headers, plus the load balancer's own.
// Elastic Load Balancing user guide, "HTTP headers and Application Load Balancers" and "Request tracing".
import type { ListenerView, LoadBalancerView } from '../load-balancer-source.ts';
import { headerValue, headerValues, type HeaderLines, type ReceivedRequest } from './received-request.ts';
import { reservedHeaders, securityHeaders } from './security-headers.ts';

export interface Forwarding {
  readonly loadBalancer: LoadBalancerView;
  readonly listener: ListenerView;
  readonly host: string;
  readonly hostRewritten: boolean;
  /** A fresh trace identifier, `1-{8 hex digits: seconds since the epoch}-{24 hex digits}`. */
  readonly traceId: string;
  /** Headers about a user who is logged in. */
  readonly userHeaders?: HeaderLines;
}

/** Consumed by the load balancer (RFC 9110 §7.6.1), answered by it (Expect) or written anew below. */
const replaced = [
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
];

/** Flat header list for the target; framing headers other than Content-Length are left to the connection. */
export function targetHeaders(request: ReceivedRequest, forwarding: Forwarding): string[] {
  const { loadBalancer, listener } = forwarding;
  const headers = ['Host', hostForTarget(request, forwarding)];
  const gathered = passOn(request, forwarding, headers);
  // A cookie that HTTP/2 split for compression travels as one line (RFC 9113 §8.2.3).
  if (gathered.cookie !== undefined) headers.push('Cookie', gathered.cookie);
  const chain = forwardedForValue(gathered.forwardedFor, request, loadBalancer.attributes);
  if (chain !== undefined) headers.push('X-Forwarded-For', chain);
  headers.push('X-Forwarded-Proto', listener.protocol === 'HTTPS' ? 'https' : 'http');
  headers.push('X-Forwarded-Port', String(listener.port));
  headers.push('X-Amzn-Trace-Id', traceHeader(gathered.trace, forwarding.traceId, gathered.bytes));
  if (request.tls) headers.push(...securityHeaders(request, forwarding));
  if (forwarding.userHeaders) headers.push(...forwarding.userHeaders);
  return headers;
}

/** Values of headers that are merged or extended rather than passed on as they came. */
interface Gathered {
  forwardedFor?: string;
  trace?: string;
  cookie?: string;
  /** Of all headers. */
  bytes: number;
}

/** Appends what goes on to the target as it came. */
function passOn(request: ReceivedRequest, forwarding: Forwarding, to: string[]): Gathered {
  const { names, headers } = request;
  const refused = refusedLine(request, forwarding);
  const left = namesLeft(request, forwarding);
  const gathered: Gathered = { bytes: 0 };
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    const spelled = headers[2 * index] ?? '';
    const value = headers[2 * index + 1] ?? '';
    gathered.bytes += spelled.length + value.length + 4;
    if (refused(name, spelled, value) || gather(gathered, name, value) || left.has(name)) continue;
    to.push(spelled, value);
  }
  return gathered;
}

/** Lines that must not go on: invalid ones where they are dropped, those that would split a message, all lengths but one. */
function refusedLine(request: ReceivedRequest, { loadBalancer }: Forwarding) {
  const dropInvalid = loadBalancer.attributes['routing.http.drop_invalid_header_fields.enabled'] === 'true';
  const isBad = request.desync.tier === 'Severe';
  // Of several lengths the first counts, and none next to a transfer encoding (RFC 9112 §6.3).
  const encoding = headerValue(request, 'transfer-encoding');
  let sized = encoding !== undefined && encoding.toLowerCase() !== 'identity';
  return (name: string, spelled: string, value: string): boolean => {
    if (dropInvalid && !/^[-A-Za-z0-9]+$/.test(spelled)) return true;
    if (isBad && /[\0\r\n]/.test(spelled + value)) return true;
    if (name !== 'content-length') return false;
    const refused = sized;
    sized = true;
    return refused;
  };
}

function gather(gathered: Gathered, name: string, value: string): boolean {
  switch (name) {
    case 'x-forwarded-for':
      gathered.forwardedFor = gathered.forwardedFor === undefined ? value : `${gathered.forwardedFor}, ${value}`;
      return true;
    case 'x-amzn-trace-id':
      gathered.trace ??= value;
      return true;
    case 'cookie':
      gathered.cookie = gathered.cookie === undefined ? value : `${gathered.cookie}; ${value}`;
      return true;
    default:
      return false;
  }
}

/** What a listener never passes on; the same for all requests that one version of it serves. */
const alwaysLeft = new WeakMap<ListenerView, ReadonlySet<string>>();

function namesLeft(request: ReceivedRequest, forwarding: Forwarding): ReadonlySet<string> {
  const always = alwaysLeft.get(forwarding.listener) ?? new Set([...replaced, ...reservedHeaders(forwarding)]);
  alwaysLeft.set(forwarding.listener, always);
  if (!request.names.includes('connection')) return always;
  const named = headerValues(request, 'connection')
    .flatMap((value) => value.split(','))
    .map((option) => option.trim().toLowerCase())
    .filter((option) => option !== 'keep-alive' && option !== 'close');
  return named.length === 0 ? always : new Set([...always, ...named]);
}

function hostForTarget(request: ReceivedRequest, { loadBalancer, listener, host, hostRewritten }: Forwarding): string {
  const preserve = loadBalancer.attributes['routing.http.preserve_host_header.enabled'] === 'true';
  if (hostRewritten || (preserve && request.facts.host !== '')) return host;
  const wellKnown = listener.port === 80 || listener.port === 443;
  const lower = host.toLowerCase();
  const hasPort = host.includes(':') && /:\d+$/.test(host);
  if (wellKnown) return hasPort ? lower.replace(/:\d+$/, '') : lower;
  return hasPort ? lower : `${lower}:${listener.port}`;
}

function forwardedForValue(
  chain: string | undefined,
  request: ReceivedRequest,
  attributes: Readonly<Record<string, string>>,
): string | undefined {
  const mode = attributes['routing.http.xff_header_processing.mode'] ?? 'append';
  if (mode === 'remove') return undefined;
  if (mode === 'preserve') return chain;
  const withPort = attributes['routing.http.xff_client_port.enabled'] === 'true';
  const address = request.facts.sourceIp;
  const bracketed = address.includes(':') ? `[${address}]` : address;
  const peer = withPort ? `${bracketed}:${request.peerPort}` : address;
  return chain === undefined || chain === '' ? peer : `${chain}, ${peer}`;
}

/** "If the HTTP headers are greater than 7 KB, the load balancer rewrites the X-Amzn-Trace-Id header with a Root field." */
const traceableBytes = 7 * 1024;

function traceHeader(received: string | undefined, traceId: string, headerBytes: number): string {
  if (received === undefined || received === '' || headerBytes > traceableBytes) return `Root=${traceId}`;
  const fields = received.split(';').filter((field) => !/^\s*Self=/i.test(field));
  const hasRoot = fields.some((field) => /^\s*Root=/i.test(field));
  return [hasRoot ? `Self=${traceId}` : `Root=${traceId}`, ...fields].join(';');
}

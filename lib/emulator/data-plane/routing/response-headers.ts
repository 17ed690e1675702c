// The headers a client receives: what the target sent, without hop-by-hop headers, plus stickiness cookies, with the
// listener's response headers put in place. Elastic Load Balancing user guide, "HTTP header modification".
import type { ListenerView } from '../load-balancer-source.ts';
import type { HeaderLines } from './received-request.ts';

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'trailer',
  'te',
]);

/** Listener attributes that set a response header; a set value replaces the target's. */
const settable = [
  'Strict-Transport-Security',
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Content-Security-Policy',
  'X-Content-Type-Options',
  'X-Frame-Options',
].map((name) => ({
  name,
  lower: name.toLowerCase(),
  attribute: `routing.http.response.${name.toLowerCase().replaceAll('-', '_')}.header_value`,
}));

/** End-to-end headers of a target's response: what its Connection header names is not among them (RFC 9110 §7.6.1). */
export function endToEndHeaders(raw: HeaderLines): string[] {
  const headers: string[] = [];
  let named: ReadonlySet<string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    if (name.length === 'connection'.length && /^connection$/i.test(name)) named = namedOptions(value, named);
    if (!name.startsWith(':') && !hopByHop.has(name.toLowerCase())) headers.push(name, value);
  }
  return named ? without(headers, named) : headers;
}

/** Options of a Connection header that name headers, with those of earlier ones; undefined when there are none. */
function namedOptions(value: string, before: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return before;
  const options = lower.split(',').map((option) => option.trim());
  const named = options.filter((option) => option !== 'keep-alive' && option !== 'close' && option !== '');
  return named.length === 0 ? before : new Set([...(before ?? []), ...named]);
}

function without(lines: HeaderLines, names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = lines[at] ?? '';
    if (!names.has(name.toLowerCase())) kept.push(name, lines[at + 1] ?? '');
  }
  return kept;
}

/** Applies the listener's header attributes to a response, the load balancer's own ones included. */
export function applyListenerHeaders(headers: HeaderLines, listener: ListenerView): HeaderLines {
  const set = settable.filter(({ attribute }) => (listener.attributes[attribute] ?? '') !== '');
  const hideServer = listener.attributes['routing.http.response.server.enabled'] === 'false';
  if (set.length === 0 && !hideServer) return headers;
  const dropped = new Set([...set.map(({ lower }) => lower), ...(hideServer ? ['server'] : [])]);
  return [
    ...without(headers, dropped),
    ...set.flatMap(({ name, attribute }) => [name, listener.attributes[attribute] ?? '']),
  ];
}

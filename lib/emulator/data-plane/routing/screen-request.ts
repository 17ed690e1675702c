// Requests that an ALB refuses before it looks at its rules: sizes, TRACE, too many forwarders, ambiguous messages.
// Elastic Load Balancing user guide, "Quotas" (HTTP headers), "Troubleshoot" (status codes) and "Desync mitigation mode".
import { errorPage, type Answer } from './answer.ts';
import { headerValue, type ReceivedRequest } from './received-request.ts';

const requestLineLimit = 16 * 1024;
const headerLineLimit = 16 * 1024;
const headersLimit = 64 * 1024;
const forwarderLimit = 30;

/** The load balancer's refusal; undefined when the request may be routed. */
export function screenRequest(
  request: ReceivedRequest,
  attributes: Readonly<Record<string, string>>,
): Answer | undefined {
  const { facts } = request;
  if (facts.method.length + request.target.length + ' HTTP/1.1 '.length > requestLineLimit) return errorPage(414);
  if (oversized(request)) return errorPage(400, { close: true });
  if (hostIsUnclear(request)) return errorPage(400, { close: true });
  if (facts.method === 'TRACE') return errorPage(405);
  if (forwarders(request) > forwarderLimit) return errorPage(463);
  const strictest = attributes['routing.http.desync_mitigation_mode'] === 'strictest';
  if (strictest && classify(request) !== 'compliant') return errorPage(400, { close: true });
  return undefined;
}

function oversized(request: ReceivedRequest): boolean {
  let total = 0;
  for (const [name, value] of request.facts.headers) {
    const line = name.length + value.length + ': '.length;
    if (line >= headerLineLimit) return true;
    total += line + '\r\n'.length;
  }
  return total > headersLimit;
}

function hostIsUnclear(request: ReceivedRequest): boolean {
  const hosts = request.facts.headers.filter(([name]) => name.length === 4 && name.toLowerCase() === 'host');
  if (hosts.length > 1) return true;
  return request.httpVersion === '1.1' && request.facts.host === '' && hosts.length === 0;
}

function forwarders(request: ReceivedRequest): number {
  return request.facts.headers
    .filter(([name]) => name.toLowerCase() === 'x-forwarded-for')
    .flatMap(([, value]) => value.split(',')).length;
}

/**
 * The desync class of a request that the HTTP parser let through (the parser itself refuses every `severe` one, and both
 * a length and a transfer encoding, whatever the mode).
 */
export function classify(request: ReceivedRequest): 'compliant' | 'acceptable' | 'ambiguous' {
  const { method, headers } = request.facts;
  if (method === 'GET' || method === 'HEAD') {
    const length = headerValue(request, 'content-length');
    if (length === '0') return 'acceptable';
    const marked = length !== undefined || headerValue(request, 'transfer-encoding') !== undefined;
    if (marked && request.httpVersion !== '2.0') return 'ambiguous';
  }
  return headers.some(([, value]) => /[^\x20-\x7e\t]/.test(value)) ? 'acceptable' : 'compliant';
}

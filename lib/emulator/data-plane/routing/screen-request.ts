// Requests that an ALB refuses before it looks at its rules: sizes, TRACE, too many forwarders, ambiguous messages.
// Elastic Load Balancing user guide, "Quotas" (HTTP headers), "Troubleshoot" (status codes) and "Desync mitigation mode".
import type { Readings } from '../readings.ts';
import { errorPage, type Answer } from './answer.ts';
import type { CompiledListener } from './compile-listener.ts';
import { headerValues, type ReceivedRequest } from './received-request.ts';

/** Elastic Load Balancing quotas, "HTTP headers", in bytes. */
export const requestLineLimit = 16 * 1024;
const headerLineLimit = 16 * 1024;
export const headersLimit = 64 * 1024;
const forwarderLimit = 30;

/** The load balancer's refusal; undefined when the request may be routed. */
export function screenRequest(
  request: ReceivedRequest,
  { loadBalancer: { attributes }, readings }: Pick<CompiledListener, 'loadBalancer' | 'readings'>,
): Answer | undefined {
  const { facts } = request;
  if (facts.method.length + request.target.length + ' HTTP/1.1 '.length > requestLineLimit)
    return errorPage(414, { close: true });
  if (oversized(request)) return errorPage(400, { close: true });
  if (hostIsUnclear(request, readings.severalHosts)) return errorPage(400, { close: true });
  if (facts.method === 'TRACE' || facts.method === 'CONNECT') return errorPage(405);
  if (request.names.includes('x-forwarded-for') && forwarders(request) > forwarderLimit) return errorPage(463);
  const strictest = attributes['routing.http.desync_mitigation_mode'] === 'strictest';
  if (strictest && request.desync.tier !== 'Compliant') return errorPage(400, { close: true });
  return undefined;
}

function oversized({ headers }: ReceivedRequest): boolean {
  let total = 0;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const line = (headers[at]?.length ?? 0) + (headers[at + 1]?.length ?? 0) + ': '.length;
    if (line >= headerLineLimit) return true;
    total += line + '\r\n'.length;
  }
  return total > headersLimit;
}

function hostIsUnclear(
  { names, facts, httpVersion }: ReceivedRequest,
  severalHosts: Readings['severalHosts'],
): boolean {
  const first = names.indexOf('host');
  if (severalHosts === 'refused' && first >= 0 && names.indexOf('host', first + 1) >= 0) return true;
  if (/[\0\r\n]/.test(facts.host)) return true;
  return httpVersion === '1.1' && facts.host === '' && first < 0;
}

const forwarders = (request: ReceivedRequest): number =>
  headerValues(request, 'x-forwarded-for').flatMap((value) => value.split(',')).length;

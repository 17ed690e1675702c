// What an echo server does with an HTTP request: echoes it, unless its path asks for something else.
//
//  path            answer
//  /health         200 OK
//  /status/NNN     that status, with the echo as body
//  anything else   200, with the echo as body
//  ?delay=1s       the same, later
//  X-Echo-Set-Header: n:v,n2:v2 adds response headers
import type { Clock } from '../../clock.ts';
import { describeRequest, type EchoIdentity, type EchoRequest } from './describe-request.ts';

export interface EchoAnswer {
  readonly status: number;
  /** Flat list name, value, … */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The answer to a request, after the delay it asks for (on the clock). */
export async function answerEcho(request: EchoRequest, identity: EchoIdentity, clock: Clock): Promise<EchoAnswer> {
  const url = new URL(request.path, 'http://echo');
  const delay = delayMs(url.searchParams.get('delay'));
  if (delay > 0) await clock.sleep(delay);
  if (url.pathname === '/health') return { status: 200, headers: ['Content-Type', 'text/plain'], body: 'OK' };
  const status = Number(/^\/status\/([1-5]\d\d)$/.exec(url.pathname)?.[1] ?? '200');
  const fixed = ['Content-Type', 'application/json', 'X-Content-Type-Options', 'nosniff'];
  return {
    status,
    headers: [...fixed, ...requestedHeaders(request.rawHeaders)],
    body: describeRequest(request, identity),
  };
}

/** A Go duration of one unit (`300ms`, `1.5s`, `1m`) in milliseconds; 0 when there is none. */
function delayMs(duration: string | null): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(duration ?? '') ?? [];
  return Number(amount ?? '0') * ({ ms: 1, s: 1000, m: 60_000 }[unit ?? 'ms'] ?? 0);
}

/** Repeated names are joined with commas, as the echo image does. */
function requestedHeaders(raw: readonly string[]): readonly string[] {
  const wanted = new Map<string, string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() !== 'x-echo-set-header') continue;
    for (const pair of (raw[at + 1] ?? '').split(',')) {
      const colon = pair.indexOf(':');
      const name = pair.slice(0, colon).trim();
      if (colon > 0) wanted.set(name, [...(wanted.get(name) ?? []), pair.slice(colon + 1).trim()]);
    }
  }
  return [...wanted].flatMap(([name, values]) => [name, values.join(',')]);
}

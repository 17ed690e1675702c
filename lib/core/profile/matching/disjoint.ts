// Whether two rules can ever meet in one request. Only what is certain counts: an expression may match anything, and a
// request may repeat a header or a parameter, so that two values of one header do not exclude each other.
import { covers } from '../../base/hostname.ts';
import { pathSpan, spansMeet } from './path-span.ts';
import type { PathMatch, RequestSet } from './request-set.ts';

/** True: no request is in both sets. False: perhaps one is. */
export function areDisjoint(a: RequestSet, b: RequestSet): boolean {
  return shareNoHost(a.hosts, b.hosts) || shareNoMethod(a.methods, b.methods) || shareNoPath(a.paths, b.paths);
}

function shareNoHost(some: readonly string[], others: readonly string[]): boolean {
  return some.every((a) => others.every((b) => !covers(a, b) && !covers(b, a)));
}

function shareNoMethod(some: readonly string[], others: readonly string[]): boolean {
  return some.length > 0 && others.length > 0 && !some.some((method) => others.includes(method));
}

function shareNoPath(some: readonly PathMatch[], others: readonly PathMatch[]): boolean {
  if (some.length === 0 || others.length === 0) return false;
  const spans = others.map(pathSpan);
  return some.map(pathSpan).every((span) => !spans.some((other) => spansMeet(span, other)));
}

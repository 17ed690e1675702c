// Which paths a match stands for, as far as that is known without evaluating expressions.
import type { GrpcPath, PathMatch } from './request-set.ts';

/** One path, all below a prefix (perhaps with it), or an unknown selection of all. Prefixes have no final slash. */
export type PathSpan =
  | { readonly say: 'one'; readonly path: string }
  | { readonly say: 'below'; readonly prefix: string; readonly isIncluded: boolean }
  | { readonly say: 'some' };

type KnownSpan = Exclude<PathSpan, { readonly say: 'some' }>;

/** A prefix with and without final slashes is the same prefix; the root is the empty one. */
export function trimPrefix(value: string): string {
  let end = value.length;
  while (end > 0 && value[end - 1] === '/') end -= 1;
  return value.slice(0, end);
}

/** Which paths a match takes. */
export function pathSpan(match: PathMatch): PathSpan {
  if (match.kind === 'grpc') return grpcSpan(match);
  switch (match.type) {
    case 'Exact':
      return { say: 'one', path: match.value };
    case 'PathPrefix':
      return { say: 'below', prefix: trimPrefix(match.value), isIncluded: true };
    case 'BelowPrefix':
      return { say: 'below', prefix: trimPrefix(match.value), isIncluded: false };
    case 'RegularExpression':
      return { say: 'some' };
  }
}

function grpcSpan({ type, service, method }: GrpcPath): PathSpan {
  if (service === undefined && method === undefined) return { say: 'below', prefix: '', isIncluded: true };
  if (type === 'RegularExpression' || service === undefined) return { say: 'some' };
  return method === undefined
    ? { say: 'below', prefix: `/${service}`, isIncluded: false }
    : { say: 'one', path: `/${service}/${method}` };
}

/** True for the root prefix. */
export function isEveryPath(match: PathMatch): boolean {
  const span = pathSpan(match);
  return span.say === 'below' && span.prefix === '' && span.isIncluded;
}

/** Whether a path may be in both; expressions may meet anything. */
export function spansMeet(a: PathSpan, b: PathSpan): boolean {
  if (a.say === 'some' || b.say === 'some') return true;
  if (a.say === 'one') return contains(b, a.path);
  if (b.say === 'one') return contains(a, b.path);
  return isUnder(a.prefix, b.prefix) || isUnder(b.prefix, a.prefix);
}

/** Whether every path of `narrow` is certainly one of `wide`. */
export function spanCovers(wide: PathSpan, narrow: PathSpan): boolean {
  if (wide.say === 'some' || narrow.say === 'some') return false;
  if (narrow.say === 'one') return contains(wide, narrow.path);
  if (wide.say === 'one') return false;
  return narrow.prefix === wide.prefix ? wide.isIncluded || !narrow.isIncluded : isUnder(narrow.prefix, wide.prefix);
}

function contains(span: KnownSpan, path: string): boolean {
  if (span.say === 'one') return span.path === path;
  return path === span.prefix ? span.isIncluded : isUnder(path, span.prefix);
}

/** `path` is `prefix` or below it. */
function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

// What decides between matches of one listener beside the host: the path's rank, then lengths. Higher goes first.
import { trimPrefix } from './matching/path-span.ts';
import type { GrpcPath, HttpPath, PathMatch } from './matching/request-set.ts';

export interface PathPrecedence {
  readonly rank: number;
  readonly length: number;
  readonly secondLength: number;
}

/**
 * Gateway API: exact before prefix, longer before shorter. An expression goes between the two (LIM-03): below the prefixes a
 * route for `/` would hide it. A gRPC match is the path it stands for: both parts make an exact path, one or none a prefix.
 * Undefined: any path.
 */
export function pathPrecedence(path: PathMatch | undefined): PathPrecedence {
  if (path === undefined) return { rank: 1, length: 0, secondLength: 0 };
  return path.kind === 'http' ? httpPrecedence(path) : grpcPrecedence(path);
}

function httpPrecedence({ type, value }: HttpPath): PathPrecedence {
  if (type === 'Exact') return { rank: 3, length: value.length, secondLength: 0 };
  if (type === 'RegularExpression') return { rank: 2, length: value.length, secondLength: 0 };
  return { rank: 1, length: trimPrefix(value).length, secondLength: 0 };
}

function grpcPrecedence({ type, service = '', method = '' }: GrpcPath): PathPrecedence {
  const isEverything = service === '' && method === '';
  if (type === 'RegularExpression' && !isEverything) {
    return { rank: 2, length: service.length, secondLength: method.length };
  }
  if (service !== '' && method !== '') {
    return { rank: 3, length: `/${service}/${method}`.length, secondLength: method.length };
  }
  return { rank: 1, length: service === '' ? 0 : `/${service}`.length, secondLength: method.length };
}

/** LIM-03: expressions rank below every prefix, and a gRPC match of everything below those. */
export function pathPrecedenceRegexLast(path: PathMatch | undefined): PathPrecedence {
  if (path === undefined) return { rank: 0, length: 0, secondLength: 0 };
  if (path.kind === 'http') {
    const rank = { Exact: 3, PathPrefix: 2, BelowPrefix: 2, RegularExpression: 1 }[path.type];
    return { rank, length: path.value.length, secondLength: 0 };
  }
  if (path.service === undefined && path.method === undefined) return { rank: 0, length: 0, secondLength: 0 };
  return {
    rank: path.type === 'Exact' ? 3 : 1,
    length: path.service?.length ?? 0,
    secondLength: path.method?.length ?? 0,
  };
}

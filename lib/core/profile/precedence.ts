// What decides between matches of one listener beside the host: the path's rank, then lengths. Higher goes first.

export interface PathPrecedence {
  readonly rank: number;
  readonly length: number;
  readonly secondLength: number;
}

export type PathAsked = HttpPath | GrpcPath;

interface HttpPath {
  readonly kind: 'http';
  /** Absent: no path match. */
  readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

interface GrpcPath {
  readonly kind: 'grpc';
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
}

/**
 * Gateway API: exact before prefix, longer before shorter. An expression goes between the two (LIM-03): below the prefixes a
 * route for `/` would hide it. A gRPC match is the path it stands for: both parts make an exact path, one or none a prefix.
 */
export function pathPrecedence(path: PathAsked): PathPrecedence {
  return path.kind === 'http' ? httpPrecedence(path) : grpcPrecedence(path);
}

function httpPrecedence({ type, value }: HttpPath): PathPrecedence {
  if (type === 'Exact') return { rank: 3, length: value.length, secondLength: 0 };
  if (type === 'RegularExpression') return { rank: 2, length: value.length, secondLength: 0 };
  return { rank: 1, length: value.replace(/\/+$/, '').length, secondLength: 0 };
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
export function pathPrecedenceRegexLast(path: PathAsked): PathPrecedence {
  if (path.kind === 'http') {
    if (path.type === undefined) return { rank: 0, length: 0, secondLength: 0 };
    return {
      rank: { Exact: 3, PathPrefix: 2, RegularExpression: 1 }[path.type],
      length: path.value.length,
      secondLength: 0,
    };
  }
  if (path.service === undefined && path.method === undefined) return { rank: 0, length: 0, secondLength: 0 };
  return {
    rank: path.type === 'Exact' ? 3 : 1,
    length: path.service?.length ?? 0,
    secondLength: path.method?.length ?? 0,
  };
}

import { describe, expect, it } from 'vitest';
import { areDisjoint } from '../../../lib/core/profile/matching/disjoint.ts';
import { allRequestsTo } from '../../../lib/core/profile/matching/request-set.ts';
import type { PathMatch, RequestSet } from '../../../lib/core/profile/matching/request-set.ts';

const everything = allRequestsTo(['']);
const on = (...hosts: readonly string[]): RequestSet => ({ ...everything, hosts });
const at = (...paths: readonly PathMatch[]): RequestSet => ({ ...everything, paths });
const exact = (value: string): PathMatch => ({ kind: 'http', type: 'Exact', value });
const prefix = (value: string): PathMatch => ({ kind: 'http', type: 'PathPrefix', value });
const below = (value: string): PathMatch => ({ kind: 'http', type: 'BelowPrefix', value });
const expression = (value: string): PathMatch => ({ kind: 'http', type: 'RegularExpression', value });
const grpc = (service?: string, method?: string): PathMatch => ({
  kind: 'grpc',
  type: 'Exact',
  ...(service === undefined ? {} : { service }),
  ...(method === undefined ? {} : { method }),
});
const by = (...methods: readonly string[]): RequestSet => ({ ...everything, methods });
const withHeader = (value: string): RequestSet => ({
  ...everything,
  headers: [{ kind: 'http', type: 'Exact', name: 'x', values: [value], isLiteral: false }],
});

describe.each<[what: string, a: RequestSet, b: RequestSet, disjoint: boolean]>([
  ['two hosts', on('a.io'), on('b.io'), true],
  ['a host and its wildcard', on('a.io'), on('*.io'), false],
  ['a wildcard and the domain itself', on('*.a.io'), on('a.io'), true],
  ['nested wildcards', on('*.a.io'), on('*.io'), false],
  ['a host and every host', on('a.io'), on(''), false],
  ['hosts of which one is shared', on('a.io', 'b.io'), on('c.io', 'b.io'), false],
  ['two methods', by('GET'), by('PUT'), true],
  ['a method and any', by('GET'), everything, false],
  ['two paths', at(exact('/a')), at(exact('/b')), true],
  ['a path and a prefix of it', at(exact('/a/b')), at(prefix('/a')), false],
  ['a path and what only begins like it', at(exact('/ab')), at(prefix('/a')), true],
  ['a path and itself as a prefix', at(exact('/a')), at(prefix('/a/')), false],
  ['a path and what lies below it', at(exact('/a')), at(below('/a')), true],
  ['nested prefixes', at(prefix('/a/b')), at(prefix('/a')), false],
  ['prefixes beside each other', at(prefix('/a/b')), at(prefix('/a/c')), true],
  ['a prefix and the root', at(prefix('/a')), at(prefix('/')), false],
  ['a path and an expression', at(exact('/a')), at(expression('/b')), false],
  ['two gRPC methods', at(grpc('s', 'a')), at(grpc('s', 'b')), true],
  ['a gRPC method and its service', at(grpc('s', 'a')), at(grpc('s')), false],
  ['a gRPC method of any service and another service', at(grpc(undefined, 'a')), at(grpc('s')), false],
  ['two values of a header, which a request may repeat', withHeader('1'), withHeader('2'), false],
])('%s', (_what, a, b, disjoint) => {
  it(disjoint ? 'never meet in a request' : 'may meet in a request', () => {
    expect(areDisjoint(a, b)).toBe(disjoint);
    expect(areDisjoint(b, a)).toBe(disjoint);
  });
});

import { describe, expect, test } from 'vitest';
import { parseObject } from '../../../lib/core/snapshot/parse-object.ts';
import {
  aBackendRef,
  aGateway,
  anHttpRoute,
  aRule,
  aSecret,
  aService,
  aTlsSecret,
  type RawObject,
} from '../../support/builders.ts';

const parsed = (raw: unknown): Record<string, unknown> => {
  const result = parseObject(raw, () => ({ keyAlgorithm: 'RSA_2048' }));
  return 'object' in result ? (result.object as unknown as Record<string, unknown>) : { ...result };
};

describe('an object of the Gateway API', () => {
  test('means the same in v1beta1 and in v1', () => {
    const old = { ...anHttpRoute(), apiVersion: 'gateway.networking.k8s.io/v1beta1' };
    expect(parsed(old)['spec']).toEqual(parsed(anHttpRoute())['spec']);
  });

  test('of a version that nobody has published is ignored', () => {
    expect(parseObject({ ...aGateway(), apiVersion: 'gateway.networking.k8s.io/v9' })).toEqual({
      ignored: 'gateway.networking.k8s.io/v9 Gateway',
    });
  });

  test('from a file gets the defaults that an API server would give it', () => {
    const rule = { backendRefs: [{ name: 'app', port: 80 }], matches: [{}] };
    expect(parsed(anHttpRoute({ rules: [rule] }))['spec']).toMatchObject({
      rules: [
        {
          backendRefs: [{ group: '', kind: 'Service', weight: 1 }],
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        },
      ],
    });
  });

  test('keeps parentRefs as they are written, because status copies them', () => {
    const spec = parsed(anHttpRoute({ parentRefs: [{ name: 'web' }] }))['spec'] as { parentRefs: unknown };
    expect(spec.parentRefs).toEqual([{ name: 'web' }]);
  });

  test('tells which fields nobody here knows, wherever they are', () => {
    const route = anHttpRoute({
      rules: [aRule({ future: true, backendRefs: [aBackendRef({ turbo: 1 })] })],
      novelty: {},
    });
    expect(parsed(route)['unread']).toEqual([
      'spec.rules[0].backendRefs[0].turbo',
      'spec.rules[0].future',
      'spec.novelty',
    ]);
  });
});

test.each<[string, RawObject, string]>([
  [
    'a list where a string belongs',
    aGateway({ gatewayClassName: ['alb'] }),
    'spec.gatewayClassName: expected a string, found a list',
  ],
  ['a string where a list belongs', anHttpRoute({ rules: 'all' }), 'spec.rules: expected a list, found string "all"'],
  [
    'a fraction where an integer belongs',
    aService({ ports: [{ port: 80.5 }] }),
    'spec.ports[0].port: expected an integer, found number 80.5',
  ],
  ['a required field that is missing', anHttpRoute({ parentRefs: [{}] }), 'spec.parentRefs[0].name: is missing'],
])('%s is a finding that names the field', (_what, raw, complaint) => {
  const result = parseObject(raw);
  expect('findings' in result && result.findings[0]?.message).toContain(complaint);
});

test.each([
  undefined,
  null,
  1,
  'text',
  [],
  {},
  { kind: 'Gateway' },
  { apiVersion: 'v1', kind: 'Service', metadata: 'x' },
])('%j is never thrown at', (raw) => {
  expect(() => parseObject(raw)).not.toThrow();
});

describe('a Secret', () => {
  test('is known by the names of its entries and a digest, never by their content', () => {
    const secret = parsed(aSecret({ clientSecret: 'aHVzaA==' }));
    expect(secret).toMatchObject({ keys: ['clientSecret'] });
    expect(JSON.stringify(secret)).not.toMatch(/aHVzaA|hush/);
  });

  test('has another digest when its content changes', () => {
    expect(parsed(aSecret({ a: 'eA==' }))['digest']).not.toBe(parsed(aSecret({ a: 'eQ==' }))['digest']);
  });

  test('means the same written as stringData in a file', () => {
    const plain = { ...aSecret({}), data: undefined, stringData: { a: 'x' } };
    expect(parsed(plain)['digest']).toBe(parsed(aSecret({ a: 'eA==' }))['digest']);
  });

  test.each([
    ['PEM certificate and key', aTlsSecret(), true],
    ['text that is no PEM', aTlsSecret({ data: { 'tls.crt': 'SGVsbG8=', 'tls.key': 'SGVsbG8=' } }), false],
    ['no key', aTlsSecret({ data: { 'tls.crt': (aTlsSecret()['data'] as Record<string, string>)['tls.crt'] } }), false],
  ])('of type kubernetes.io/tls with %s: usable %#', (_what, raw, usable) => expect('tls' in parsed(raw)).toBe(usable));
});

import { describe, expect, it } from 'vitest';
import { alb } from '../../../lib/core/profile/alb.ts';
import { neverFolded } from '../../../lib/core/profile/folding.ts';
import {
  aBackendRef,
  aGateway,
  aListener,
  aListenerRuleConfiguration,
  anHttpRoute,
  aRule,
  aService,
} from '../../support/builders.ts';
import type { RawObject } from '../../support/builders.ts';
import { ruleTexts, stackOf } from '../../support/translation.ts';

type Part = Readonly<Record<string, unknown>>;

const services = ['app', 'other'].map((name) => aService({}, { name }));
/** Rules in order, host expressions without their letter case and port. */
const rulesOf = (objects: readonly RawObject[], gateway = aGateway()): readonly string[] =>
  ruleTexts(stackOf([gateway, ...services, ...objects])).map((text) =>
    text
      .replaceAll(/\[([a-z])[A-Z]\]/g, '$1')
      .replaceAll('(:[0-9]+)?$', '')
      .replaceAll('~^', '')
      .replaceAll('\\.', '.')
      .replace(/^80 /, ''),
  );
const to = (service: string, ...matches: readonly Part[]): Part =>
  aRule({ matches, backendRefs: [aBackendRef({ name: service })] });
const prefix = (value: string, part: Part = {}): Part => ({ path: { type: 'PathPrefix', value }, ...part });
const exact = (value: string, part: Part = {}): Part => ({ path: { type: 'Exact', value }, ...part });
const header = (name: string, value: string, type = 'Exact'): Part => ({ headers: [{ type, name, value }] });
const query = (value: string): Part => ({ queryParams: [{ type: 'Exact', name: 'q', value }] });
const one = (...rules: readonly Part[]): readonly RawObject[] => [anHttpRoute({ rules })];

describe('rules that answer alike become one', () => {
  it.each<[what: string, matches: readonly Part[], rule: string]>([
    [
      'methods',
      [exact('/a', { method: 'GET' }), exact('/a', { method: 'POST' })],
      'path /a method GET|POST -> forward app=1',
    ],
    ['exact paths', [exact('/a'), exact('/b')], 'path /a|/b -> forward app=1'],
    ['prefixes', [prefix('/a'), prefix('/b')], 'path /a|/a/*|/b|/b/* -> forward app=1'],
    ['values of one header', [header('x', '1'), header('x', '2')], 'header x (1|2)$ -> forward app=1'],
    ['values of one parameter', [query('1'), query('2')], 'query q=1|q=2 -> forward app=1'],
    ['what one of them takes anyway', [exact('/a/x'), prefix('/a')], 'path /a|/a/* -> forward app=1'],
    ['a method beside any method', [prefix('/a', { method: 'GET' }), prefix('/a')], 'path /a|/a/* -> forward app=1'],
    ['everything', [exact('/a'), prefix('/')], 'path /* -> forward app=1'],
  ])('if they differ in nothing but %s', (_what, matches, rule) => {
    expect(rulesOf(one(to('app', ...matches)))).toEqual([rule]);
  });

  it('on several hosts', () => {
    const route = anHttpRoute({ hostnames: ['a.io', 'b.io', '*.c.io'], rules: [to('app', prefix('/x'))] });
    expect(rulesOf([route])).toEqual(['host .+.c.io|a.io|b.io path /x|/x/* -> forward app=1']);
  });

  it('whatever routes they are of', () => {
    const redirect = (name: string): RawObject =>
      anHttpRoute(
        {
          hostnames: [`${name}.io`],
          rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
        },
        { name },
      );
    expect(rulesOf(['a', 'b', 'c'].map(redirect))).toEqual([
      'host a.io|b.io|c.io -> HTTP_301 HTTPS://#{host}:443/#{path}?#{query}',
    ]);
  });

  it('past rules of other hosts, methods and paths, as many values as a rule holds', () => {
    const rules = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => [
      to('app', exact(`/x/${name}`, { method: 'GET' })),
      to('other', exact(`/y/${name}`, { method: 'GET' })),
    ]);
    expect(rulesOf(one(...rules))).toEqual([
      'path (/x/a|/x/b|/x/c|/x/d|/x/e|/x/f)$ method GET -> forward app=1',
      'path (/y/a|/y/b|/y/c|/y/d|/y/e|/y/f)$ method GET -> forward other=1',
    ]);
  });
});

describe('rules stay apart', () => {
  it.each<[why: string, rules: readonly Part[]]>([
    ['they answer differently', [to('app', exact('/a')), to('other', exact('/b'))]],
    ['they differ in two things', [to('app', exact('/a', { method: 'GET' }), exact('/b', { method: 'PUT' }))]],
    ['one asks for a header that the other does not name', [to('app', exact('/a'), exact('/b', header('x', '1')))]],
    [
      'an expression of a user is one of them',
      [to('app', exact('/a'), { path: { type: 'RegularExpression', value: '/b' } })],
    ],
    [
      'they are expressions of users',
      [to('app', header('x', '1', 'RegularExpression'), header('x', '2', 'RegularExpression'))],
    ],
  ])('if %s', (_why, rules) => {
    expect(rulesOf(one(...rules))).toHaveLength(2);
  });

  it('if their tags differ', () => {
    const tagged = {
      type: 'ExtensionRef',
      extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
    };
    const rules = [to('app', exact('/a')), { ...to('app', exact('/b')), filters: [tagged] }];
    expect(rulesOf([aListenerRuleConfiguration({ tags: { team: 'x' } }), ...one(...rules)])).toHaveLength(2);
  });

  it('if a rule between them may meet either and answers differently', () => {
    const rules = [
      to('app', exact('/a/b', { method: 'GET' })),
      to('other', prefix('/a/b')),
      to('app', prefix('/a', { method: 'GET' })),
    ];
    expect(rulesOf(one(...rules))).toEqual([
      'path /a/b method GET -> forward app=1',
      'path /a/b|/a/b/* -> forward other=1',
      'path /a|/a/* method GET -> forward app=1',
    ]);
  });

  it('unless the upper one alone may move down', () => {
    const rules = [
      to('app', exact('/a', { method: 'GET' })),
      to('other', prefix('/b')),
      to('app', prefix('/', { method: 'GET' })),
    ];
    expect(rulesOf(one(...rules))).toEqual(['path /b|/b/* -> forward other=1', 'method GET -> forward app=1']);
  });

  it('if a repeated header may carry both values', () => {
    const rules = [to('app', header('x', '1')), to('other', header('x', '2')), to('app', header('x', '3'))];
    expect(rulesOf(one(...rules))).toHaveLength(3);
  });
});

describe('guards between listeners', () => {
  const listeners = ['a.io', 'b.io', 'c.io'].map((hostname, index) => aListener({ name: `l${index}`, hostname }));
  const everywhere = aListener({ name: 'every' });
  const at = (name: string, sectionName: string, part: Part = {}): RawObject =>
    anHttpRoute({ parentRefs: [{ name: 'web', sectionName }], ...part }, { name });

  it('are one rule where nothing stands between them', () => {
    const gateway = aGateway({ listeners: [...listeners, everywhere] });
    expect(rulesOf([at('r', 'every')], gateway)).toEqual(['host a.io|b.io|c.io -> 404', 'path /* -> forward app=1']);
  });

  it('are left out where no rule behind them could take their requests', () => {
    const gateway = aGateway({ listeners: [...listeners, everywhere] });
    expect(rulesOf([at('r', 'every', { hostnames: ['d.io'] })], gateway)).toEqual(['host d.io -> forward app=1']);
  });
});

describe('20 apps with 3 hostnames, 2 methods and 2 paths each', () => {
  const apps = Array.from({ length: 20 }, (_, index) => {
    const name = `app-${index}`;
    const matches = ['GET', 'POST'].flatMap((method) => [prefix('/api', { method }), exact('/health', { method })]);
    const hostnames = [`${name}.example.com`, `${name}.example.org`, `www.${name}.example.com`];
    return [aService({}, { name }), anHttpRoute({ hostnames, rules: [to(name, ...matches)] }, { name })];
  }).flat();
  const count = (profile = alb): number => stackOf([aGateway(), ...apps], { profile }).rules.length;
  const roomy = { ...alb, quotas: { rulesPerLoadBalancer: 1000, targetGroupsPerLoadBalancer: 100 } };

  it('need 240 rules one by one, and at most a quarter folded', () => {
    expect(count({ ...roomy, listenerRules: { ...alb.listenerRules, folding: neverFolded } })).toBe(240);
    expect(count()).toBeLessThanOrEqual(60);
  });

  it('share three hostnames and still need at most a quarter', () => {
    const hostnames = ['shop.example.com', 'shop.example.org', 'www.example.com'];
    const shared = Array.from({ length: 20 }, (_, index) => {
      const name = `app-${index}`;
      const matches = ['GET', 'POST'].flatMap((method) => [
        prefix(`/${name}`, { method }),
        exact(`/${name}-health`, { method }),
      ]);
      return [aService({}, { name }), anHttpRoute({ hostnames, rules: [to(name, ...matches)] }, { name })];
    });
    expect(stackOf([aGateway(), ...shared.flat()]).rules.length).toBeLessThanOrEqual(60);
  });
});

describe('a rule’s identity', () => {
  const ids = (objects: readonly RawObject[]): readonly string[] =>
    stackOf([aGateway(), ...services, ...objects]).rules.map(({ id }) => id);
  const base = [
    anHttpRoute({ hostnames: ['a.io'], rules: [to('app', exact('/a'), exact('/b'))] }, { name: 'a' }),
    anHttpRoute({ hostnames: ['b.io'], rules: [to('app', prefix('/'))] }, { name: 'b' }),
  ];

  it('survives routes that come beside it', () => {
    const more = anHttpRoute({ hostnames: ['a.io', 'c.io'], rules: [to('other', exact('/c'))] }, { name: 'c' });
    expect(ids([...base, more])).toEqual(expect.arrayContaining([...ids(base)]));
  });

  it('changes if it grows, and no other one’s does', () => {
    const grown = anHttpRoute(
      { hostnames: ['a.io'], rules: [to('app', exact('/a'), exact('/b'), exact('/c'))] },
      { name: 'a' },
    );
    const [before, after] = [ids(base), ids([grown, ...base.slice(1)])];
    expect(before.filter((id) => !after.includes(id))).toHaveLength(1);
    expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
  });
});

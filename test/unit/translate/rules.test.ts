import { describe, expect, it } from 'vitest';
import { alb } from '../../../lib/core/profile/alb.ts';
import { neverFolded } from '../../../lib/core/profile/folding.ts';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import {
  aBackendRef,
  aGateway,
  aGrpcRoute,
  aListener,
  aListenerRuleConfiguration,
  anHttpRoute,
  anHttpsListener,
  aRule,
  aSecret,
  aService,
  aTargetGroupConfiguration,
} from '../../support/builders.ts';
import type { RawObject } from '../../support/builders.ts';
import { facts, messages, ruleTexts, stackOf, translated } from '../../support/translation.ts';
import type { World } from '../../support/translation.ts';

type Part = Readonly<Record<string, unknown>>;

const rulesOf = (objects: readonly RawObject[], world: World = {}): readonly string[] =>
  ruleTexts(stackOf([aGateway(), ...objects], world));
const matching = (...matches: readonly Part[]): readonly Part[] => [aRule({ matches })];
const prefix = (value: string): Part => ({ path: { type: 'PathPrefix', value } });
const exact = (value: string): Part => ({ path: { type: 'Exact', value } });
const headers = (count: number): Part => ({
  headers: Array.from({ length: count }, (_, index) => ({ type: 'Exact', name: `x-${index}`, value: '1' })),
});
const unfolded = { ...alb, listenerRules: { ...alb.listenerRules, folding: neverFolded } };
const extension = {
  type: 'ExtensionRef',
  extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
};
const hostnames = (host: string): string =>
  `~^${host.replaceAll('.', '\\.').replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)}(:[0-9]+)?$`;

describe('the order of rules', () => {
  it('is exact, expression, prefix, then longer before shorter', () => {
    const rules = matching(
      prefix('/'),
      prefix('/a'),
      { path: { type: 'RegularExpression', value: '/.*' } },
      exact('/'),
      prefix('/aa'),
    );
    expect(rulesOf([anHttpRoute({ rules })], { profile: unfolded })).toEqual([
      '80 path / -> forward app=1',
      '80 path ~^/.*$ -> forward app=1',
      '80 path /aa|/aa/* -> forward app=1',
      '80 path /a|/a/* -> forward app=1',
      '80 path /* -> forward app=1',
    ]);
  });

  it('puts expressions last under lbc (LIM-03)', () => {
    const rules = matching({ path: { type: 'RegularExpression', value: '/.*' } }, prefix('/'));
    expect(rulesOf([anHttpRoute({ rules })], { profile: lbc })).toEqual([
      '80 path /* -> forward app=1',
      '80 path ~/.* -> forward app=1',
    ]);
  });

  it('prefers the older route, then the smaller name', () => {
    const route = (name: string, second: number, service: string): RawObject =>
      anHttpRoute(
        { rules: [aRule({ backendRefs: [aBackendRef({ name: service })] })] },
        { name, metadata: { creationTimestamp: `2026-01-01T00:00:0${second}Z` } },
      );
    const services = ['x', 'y', 'z'].map((name) => aService({}, { name }));
    const objects = [aGateway(), ...services, route('a', 2, 'x'), route('c', 1, 'y'), route('b', 1, 'z')];
    expect(ruleTexts(stackOf(objects))).toEqual(['80 path /* -> forward z=1']);
    expect(ruleTexts(stackOf(objects, { profile: lbc }))).toEqual([
      '80 path /* -> forward z=1',
      '80 path /* -> forward y=1',
      '80 path /* -> forward x=1',
    ]);
  });

  it('tells a hidden match’s owner what hides it', () => {
    const built = translated([aGateway(), anHttpRoute({ rules: [aRule(), aRule()] })]);
    expect(built.findings).toMatchObject([
      { severity: 'note', subject: { kind: 'HTTPRoute', name: 'route' }, path: 'spec.rules[1]' },
    ]);
  });
});

describe('listener isolation', () => {
  const listeners = [aListener({ name: 'any' }), aListener({ name: 'shop', hostname: 'shop.example.com' })];
  const attached = (name: string, sectionName: string, match: Part): RawObject =>
    anHttpRoute({ parentRefs: [{ name: 'web', sectionName }], rules: matching(match) }, { name });

  it('ends a listener’s rules with 404 where a less specific listener has some', () => {
    const stack = stackOf([
      aGateway({ listeners }),
      attached('a', 'any', prefix('/')),
      attached('b', 'shop', prefix('/only')),
    ]);
    expect(ruleTexts(stack)).toEqual([
      `80 host ${hostnames('shop.example.com')} path /only|/only/* -> forward app=1`,
      `80 host ${hostnames('shop.example.com')} -> 404`,
      '80 path /* -> forward app=1',
    ]);
  });

  it('needs no such rule where nothing could fall through', () => {
    expect(ruleTexts(stackOf([aGateway({ listeners }), attached('b', 'shop', prefix('/only'))]))).toHaveLength(1);
  });
});

describe('a mistake costs its own rule only', () => {
  it.each<[what: string, broken: Part, answer: string | undefined]>([
    ['an unknown filter answers 500', { filters: [{ type: 'RequestMirror', requestMirror: {} }] }, '500'],
    [
      'a redirect in a loop answers 500',
      { filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 302 } }], backendRefs: [] },
      '500',
    ],
    ['a rule without backend answers 500', { backendRefs: [] }, '500'],
    ['weights of zero answer 500', { backendRefs: [aBackendRef({ weight: 0 })] }, '500'],
    ['a missing Service answers 500', { backendRefs: [aBackendRef({ name: 'nope' })] }, '500'],
    [
      'a match that ALB cannot say is not served',
      { matches: [{ ...prefix('/x'), headers: [{ type: 'Exact', name: 'Host', value: 'a' }] }] },
      undefined,
    ],
  ])('%s', (_what, broken, answer) => {
    const rules = [aRule({ matches: [prefix('/x')], ...broken }), aRule({ matches: [prefix('/y')] })];
    expect(rulesOf([anHttpRoute({ rules })])).toEqual([
      ...(answer === undefined ? [] : [`80 path /x|/x/* -> ${answer}`]),
      '80 path /y|/y/* -> forward app=1',
    ]);
  });

  it('and stops the whole Gateway under lbc (LIM-30)', () => {
    const rules = [aRule({ matches: [prefix('/a*')] }), aRule({ matches: [prefix('/y')] })];
    const built = translated([aGateway(), anHttpRoute({ rules })], { profile: lbc });
    expect(built.stack).toBeUndefined();
    expect(built.findings.map(({ subject }) => subject.kind)).toEqual(['HTTPRoute', 'Gateway']);
  });
});

describe('five condition values', () => {
  it('are stretched by saying a prefix as one expression', () => {
    expect(rulesOf([anHttpRoute({ rules: matching({ ...prefix('/a'), ...headers(4) }) })])).toEqual([
      '80 path ~^/a(/.*)?$ header x-0 ~^1$ header x-1 ~^1$ header x-2 ~^1$ header x-3 ~^1$ -> forward app=1',
    ]);
  });

  it('are kept by dividing an OR into several rules', () => {
    const values = ['1', '2', '3', '4', '5', '6'].map((n) => `10.0.0.${n}/32`);
    const configuration = aListenerRuleConfiguration({
      conditions: [{ field: 'source-ip', sourceIPConfig: { values } }],
    });
    expect(
      rulesOf([configuration, anHttpRoute({ rules: [aRule({ matches: [exact('/a')], filters: [extension] })] })]),
    ).toEqual([
      '80 path /a from 10.0.0.1/32|10.0.0.2/32|10.0.0.3/32|10.0.0.4/32 -> forward app=1',
      '80 path /a from 10.0.0.5/32|10.0.0.6/32 -> forward app=1',
    ]);
  });

  it('cannot hold six conditions at once: the match is reported and not served', () => {
    const built = translated([aGateway(), anHttpRoute({ rules: matching({ ...prefix('/'), ...headers(6) }) })]);
    expect(built.stack?.rules).toEqual([]);
    expect(built.findings).toMatchObject([{ path: 'spec.rules[0].matches[0]', severity: 'error' }]);
  });

  it('are not counted under lbc (LIM-11)', () => {
    expect(
      rulesOf([anHttpRoute({ rules: matching({ ...prefix('/'), ...headers(6) }) })], { profile: lbc }),
    ).toHaveLength(1);
  });
});

describe('rule configurations', () => {
  const withActions = (...actions: readonly Part[]): readonly RawObject[] => [
    aListenerRuleConfiguration({ actions }),
    anHttpRoute({ rules: [aRule({ filters: [extension] })] }),
  ];
  const cognito = {
    type: 'authenticate-cognito',
    authenticateCognitoConfig: { userPoolArn: 'arn:p', userPoolClientId: 'c', userPoolDomain: 'd' },
  };
  const oidc = {
    type: 'authenticate-oidc',
    authenticateOIDCConfig: {
      ...{ issuer: 'https://i', authorizationEndpoint: 'https://a', tokenEndpoint: 'https://t' },
      ...{ userInfoEndpoint: 'https://u', useExistingClientSecret: true },
    },
  };
  const https = anHttpsListener({ hostname: 'shop.example.com' });

  it('answer a fixed response instead of forwarding', () => {
    expect(rulesOf(withActions({ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } }))).toEqual([
      '80 path /* -> 503',
    ]);
  });

  it.each([
    [
      'a body that ALB does not take',
      { type: 'fixed-response', fixedResponseConfig: { statusCode: 503, messageBody: 'x'.repeat(1025) } },
    ],
    ['a client secret that only AWS knows', oidc],
  ])('answer 500 and say so with %s', (_what, action) => {
    const built = translated([aGateway(), ...withActions(action)]);
    expect(built.stack?.rules[0]?.actions).toMatchObject([{ statusCode: '500' }]);
    expect(built.findings).toMatchObject([{ severity: 'error', path: 'spec.rules[0].filters' }]);
  });

  it('say that a named Secret wins over the client secret that only AWS knows', () => {
    const both = { ...oidc, authenticateOIDCConfig: { ...oidc.authenticateOIDCConfig, secret: { name: 'oidc' } } };
    const secret = aSecret({ clientID: 'aWQ=', clientSecret: 'c2VjcmV0' }, { name: 'oidc' });
    const { findings } = translated([aGateway({ listeners: [https] }), secret, ...withActions(both)]);
    expect(findings).toMatchObject([{ severity: 'note', path: 'spec.rules[0].filters' }]);
    expect(findings[0]?.message).toContain('useExistingClientSecret');
  });

  it('authenticate before routing on HTTPS', () => {
    expect(ruleTexts(stackOf([aGateway({ listeners: [https] }), ...withActions(cognito)]))[0]).toMatch(
      /-> authenticate-cognito forward app=1$/,
    );
  });

  it('never let a request in unauthenticated on HTTP: 403, or a redirect where there is HTTPS', () => {
    expect(rulesOf(withActions(cognito))).toEqual(['80 path /* -> 403']);
    const [plain] = ruleTexts(
      stackOf(
        [
          aGateway({ listeners: [aListener(), anHttpsListener({ name: 'tls', hostname: '' })] }),
          ...withActions(cognito),
        ],
        { facts },
      ),
    );
    expect(plain).toBe('80 path /* -> HTTP_302 HTTPS://#{host}:443/#{path}?#{query}');
  });

  it('are dropped on HTTP under lbc (LIM-70)', () => {
    expect(rulesOf(withActions(cognito), { profile: lbc })).toEqual(['80 path /* -> forward app=1']);
  });

  it('keep clients on one target group where asked', () => {
    const stickiness = { enabled: true, durationSeconds: 60 };
    const stack = stackOf([
      aGateway(),
      ...withActions({ type: 'forward', forwardConfig: { targetGroupStickinessConfig: stickiness } }),
    ]);
    expect(stack.rules[0]?.actions).toMatchObject([{ type: 'forward', stickiness }]);
  });

  it('limit sources of the matches they name', () => {
    const conditions = [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] }, matchIndexes: [1] }];
    const objects = [
      aListenerRuleConfiguration({ conditions }),
      anHttpRoute({ rules: [aRule({ matches: [exact('/b'), exact('/a')], filters: [extension] })] }),
    ];
    expect(rulesOf(objects)).toEqual(['80 path /b -> forward app=1', '80 path /a from 10.0.0.0/8 -> forward app=1']);
  });
});

describe('target groups', () => {
  const clusterIp = aService({
    type: 'ClusterIP',
    ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 0, protocol: 'TCP' }],
  });

  it('hold Pods, with a note, where the Service has no NodePort', () => {
    const built = translated([aGateway(), clusterIp, anHttpRoute()], { withoutService: true });
    expect(built.stack?.targetGroups).toMatchObject([
      { targetType: 'ip', port: 8080, binding: { targetType: 'ip', servicePort: 80 } },
    ]);
    expect(built.findings).toMatchObject([{ severity: 'note', subject: { kind: 'HTTPRoute' } }]);
  });

  it('stop the Gateway under lbc where the Service has no NodePort', () => {
    expect(
      translated([aGateway(), clusterIp, anHttpRoute()], { withoutService: true, profile: lbc }).stack,
    ).toBeUndefined();
  });

  it('answer 503 for the share of invalid backends', () => {
    const rules = [aRule({ backendRefs: [aBackendRef({ weight: 9 }), aBackendRef({ name: 'nope' })] })];
    const stack = stackOf([aGateway(), anHttpRoute({ rules })]);
    expect(ruleTexts(stack)).toEqual(['80 path /* -> forward app=9 unavailable:HTTP-HTTP1-ipv4=1']);
    expect(stack.targetGroups.map(({ binding }) => binding !== undefined)).toEqual([true, false]);
  });

  it('give the share of invalid backends to the others under lbc (LIM-18)', () => {
    const rules = [aRule({ backendRefs: [aBackendRef({ weight: 9 }), aBackendRef({ name: 'nope' })] })];
    expect(rulesOf([anHttpRoute({ rules })], { profile: lbc })).toEqual(['80 path /* -> forward app=9']);
  });

  it('of gRPC routes speak gRPC', () => {
    const stack = stackOf([aGateway({ listeners: [anHttpsListener({ hostname: 'shop.example.com' })] }), aGrpcRoute()]);
    expect(stack.targetGroups).toMatchObject([
      { protocolVersion: 'GRPC', healthCheck: { path: '/AWS.ALB/healthcheck', matcher: { grpcCode: '12' } } },
    ]);
  });

  it('of one Service on HTTP and HTTPS keep HTTP/2 where it is possible (LIM-19)', () => {
    const ports = [
      { name: 'h2', port: 80, targetPort: 8080, nodePort: 30_080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
    ];
    const objects = [
      aGateway({ listeners: [aListener(), anHttpsListener({ hostname: 'shop.example.com' })] }),
      aService({ ports }),
      anHttpRoute(),
    ];
    expect(
      stackOf(objects, { withoutService: true }).targetGroups.map(
        ({ id, protocolVersion }) => `${id.split(':').slice(3).join(':')} ${protocolVersion}`,
      ),
    ).toEqual(['8080:HTTP1 HTTP1', '8080 HTTP2']);
  });

  it('take everything from their configuration', () => {
    const props = {
      targetType: 'ip',
      protocol: 'HTTPS',
      tags: { a: '1' },
      targetGroupAttributes: [{ key: 'stickiness.enabled', value: 'true' }],
      healthCheckConfig: {
        healthCheckPath: '/up',
        healthCheckPort: '9000',
        healthCheckInterval: 30,
        matcher: { httpCode: '204' },
      },
    };
    const stack = stackOf([aGateway(), anHttpRoute(), aTargetGroupConfiguration({ defaultConfiguration: props })]);
    expect(stack.targetGroups).toMatchObject([
      {
        ...{
          targetType: 'ip',
          port: 8080,
          protocol: 'HTTPS',
          tags: { a: '1' },
          attributes: { 'stickiness.enabled': 'true' },
        },
        healthCheck: {
          protocol: 'HTTPS',
          path: '/up',
          port: '9000',
          intervalSeconds: 30,
          timeoutSeconds: 5,
          matcher: { httpCode: '204' },
        },
      },
    ]);
    expect(stack.targetIngress[0]?.rules.map(({ fromPort }) => fromPort)).toEqual([8080, 9000]);
  });

  it.each([
    ['a TCP health check', { healthCheckConfig: { healthCheckProtocol: 'TCP' } }],
    ['an interval out of bounds', { healthCheckConfig: { healthCheckInterval: 4 } }],
    ['a port that the Service has not', { healthCheckConfig: { healthCheckPort: 'nope' } }],
    ['a protocol ALB lacks', { protocol: 'TCP' }],
  ])('that AWS would refuse cost their backend: %s', (_what, props) => {
    const built = translated([aGateway(), anHttpRoute(), aTargetGroupConfiguration({ defaultConfiguration: props })]);
    expect(built.stack?.rules[0]?.actions).toMatchObject([{ type: 'fixed-response', statusCode: '500' }]);
    expect(built.findings).toMatchObject([{ condition: 'ResolvedRefs', path: 'spec.rules[0].backendRefs[0]' }]);
  });

  it('of others are used by name, and waited for while AWS has not answered', () => {
    const route = anHttpRoute({
      rules: [aRule({ backendRefs: [{ group: '', kind: 'TargetGroupName', name: 'legacy', weight: 1 }] })],
    });
    expect(stackOf([aGateway(), route]).rules[0]?.actions).toMatchObject([
      { targetGroups: [{ arn: facts.targetGroups?.['legacy'] }] },
    ]);
    const { targetGroups: _targetGroups, ...silent } = facts;
    const built = translated([aGateway(), route], { facts: silent });
    expect(built).toMatchObject({ unresolved: [{ fact: 'target-group', name: 'legacy' }] });
    expect(built.stack).toBeUndefined();
    expect(messages(built).join(' ')).toContain('target-group');
  });
});

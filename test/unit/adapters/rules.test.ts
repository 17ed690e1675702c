import { describe, expect, it } from 'vitest';
import { actionsFromSdk, actionsToSdk } from '../../../lib/adapters/aws/action-shapes.ts';
import { createAwsWriter } from '../../../lib/adapters/aws/aws-writer.ts';
import { conditionFromSdk } from '../../../lib/adapters/aws/condition-shapes.ts';
import type { Action, Condition, Transform } from '../../../lib/core/stack/listener-rule.ts';
import { type Account, anAccount, faultOf, learntOf, ours } from './aws-account.ts';
import {
  aListener,
  anHttpsListener,
  createdListener,
  createdLoadBalancer,
  createdTargetGroup,
  notFound,
} from './aws-stack.ts';

const clientSecret = { namespace: 'shop', name: 'login' };
const secrets = () => Promise.resolve({ clientID: 'albatross\n', clientSecret: 'hush hush\n' });

async function createdRule(
  account: Account,
  listener: string,
  rule: {
    priority?: number;
    conditions?: readonly Condition[];
    actions?: readonly Action[];
    transforms?: readonly Transform[];
  },
): Promise<string> {
  const {
    priority = 10,
    conditions = [{ field: 'path-pattern', values: ['/'] }],
    actions = [notFound],
    transforms = [],
  } = rule;
  const request = { call: 'CreateRule', listener, priority, conditions, actions, transforms, tags: ours } as const;
  return learntOf(await account.perform(request, { secrets }));
}

describe('a rule that a step creates', () => {
  it.each<readonly [string, readonly Condition[]]>([
    ['host names', [{ field: 'host-header', values: ['shop.example.com', '*.example.org'] }]],
    ['host names by expression', [{ field: 'host-header', regexValues: ['^[^.]+\\.example\\.com$'] }]],
    ['paths', [{ field: 'path-pattern', values: ['/cart', '/cart/*'] }]],
    ['paths by expression', [{ field: 'path-pattern', regexValues: ['^/v[0-9]+(/.*)?$'] }]],
    ['a header', [{ field: 'http-header', name: 'x-canary', values: ['yes', 'always'] }]],
    ['a header by expression', [{ field: 'http-header', name: 'x-canary', regexValues: ['^(yes|always)$'] }]],
    ['the query', [{ field: 'query-string', values: [{ key: 'v', value: '2' }, { value: 'beta' }] }]],
    ['methods', [{ field: 'http-request-method', values: ['GET', 'POST'] }]],
    ['source addresses', [{ field: 'source-ip', values: ['10.0.0.0/8'] }]],
    [
      'several things at once',
      [
        { field: 'host-header', values: ['shop.example.com'] },
        { field: 'path-pattern', values: ['/cart/*'] },
        { field: 'http-header', name: 'x-canary', values: ['yes'] },
        { field: 'http-request-method', values: ['GET'] },
      ],
    ],
  ])('selects by %s', async (_what, conditions) => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    const arn = await createdRule(account, listener, { conditions });
    expect(await account.reader.rules(listener)).toEqual([
      { arn, listenerArn: listener, priority: 10, conditions, actions: [notFound], transforms: [] },
    ]);
    expect(await account.reader.tags([arn])).toEqual({ [arn]: ours });
  });

  it.each<readonly [string, readonly Action[]]>([
    [
      'a redirect',
      [
        {
          type: 'redirect',
          statusCode: 'HTTP_302',
          protocol: 'HTTPS',
          port: '443',
          host: 'www.#{host}',
          path: '/new/#{path}',
          query: 'from=old',
        },
      ],
    ],
    [
      'an answer of its own',
      [{ type: 'fixed-response', statusCode: '503', contentType: 'text/html', messageBody: '<p>later</p>' }],
    ],
    [
      'a login with Cognito',
      [
        {
          type: 'authenticate-cognito',
          userPoolArn: 'arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abc',
          userPoolClientId: 'client',
          userPoolDomain: 'login',
          settings: {
            scope: 'openid email',
            sessionCookieName: 'session',
            sessionTimeoutSeconds: 3600,
            onUnauthenticatedRequest: 'deny',
          },
        },
        notFound,
      ],
    ],
    [
      'a check of tokens',
      [
        {
          type: 'jwt-validation',
          issuer: 'https://login.example.com',
          jwksEndpoint: 'https://login.example.com/keys',
          additionalClaims: [{ name: 'aud', format: 'string-array', values: ['shop', 'blog'] }],
        },
        notFound,
      ],
    ],
  ])('answers with %s', async (_what, actions) => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await anHttpsListener(account);
    await createdRule(account, listener, { actions });
    expect((await account.reader.rules(listener))[0]?.actions).toEqual(actions);
  });

  it('forwards by weight to groups that earlier steps made, and sticks to the choice', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    const known = {
      a: { arn: await createdTargetGroup(account, 'a') },
      b: { arn: await createdTargetGroup(account, 'b') },
    };
    const forward = (a: Extract<Action, { type: 'forward' }>['targetGroups'][number]['arn'], b: typeof a): Action => ({
      type: 'forward',
      targetGroups: [
        { arn: a, weight: 9 },
        { arn: b, weight: 1 },
      ],
      stickiness: { enabled: true, durationSeconds: 60 },
    });
    const actions = [forward({ ref: 'a', attribute: 'arn' }, { ref: 'b', attribute: 'arn' })];
    const conditions: readonly Condition[] = [{ field: 'path-pattern', values: ['/*'] }];
    await account.perform(
      { call: 'CreateRule', listener, priority: 1, conditions, actions, transforms: [], tags: ours },
      { known },
    );
    expect((await account.reader.rules(listener))[0]?.actions).toEqual([forward(known.a.arn, known.b.arn)]);
  });

  it('rewrites host and path, until it no longer does', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    const transforms: readonly Transform[] = [
      { type: 'host-header-rewrite', rewrites: [{ regex: '^shop\\.example\\.com$', replace: 'shop.internal' }] },
      { type: 'url-rewrite', rewrites: [{ regex: '^/old/(.*)$', replace: '/new/$1' }] },
    ];
    const rule = await createdRule(account, listener, { transforms });
    expect((await account.reader.rules(listener))[0]?.transforms).toEqual(transforms);
    await account.perform({ call: 'ModifyRule', rule, actions: [notFound], transforms: transforms.slice(1) });
    expect((await account.reader.rules(listener))[0]?.transforms).toEqual(transforms.slice(1));
    await account.perform({ call: 'ModifyRule', rule, actions: [notFound], transforms: [] });
    expect((await account.reader.rules(listener))[0]?.transforms).toEqual([]);
  });

  it('goes where it is told and away when it is told', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    const first = await createdRule(account, listener, { priority: 1 });
    const second = await createdRule(account, listener, { priority: 2 });
    const priorities = [
      { rule: first, priority: 2 },
      { rule: { ref: 'second', attribute: 'arn' as const }, priority: 1 },
    ];
    await account.perform({ call: 'SetRulePriorities', priorities }, { known: { second: { arn: second } } });
    expect((await account.reader.rules(listener)).map(({ arn, priority }) => [arn, priority])).toEqual([
      [second, 1],
      [first, 2],
    ]);
    await account.perform({ call: 'DeleteRule', rule: second }, { verb: 'delete' });
    expect((await account.reader.rules(listener)).map(({ arn }) => arn)).toEqual([first]);
  });

  it('in a place that is taken is a conflict', async () => {
    const account = await anAccount();
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    await createdRule(account, listener, {});
    expect(await faultOf(createdRule(account, listener, {}))).toMatchObject({
      kind: 'conflict',
      code: 'PriorityInUse',
      operation: 'CreateRule',
      resource: 'thing',
    });
  });
});

describe('a login with OpenID Connect', () => {
  const login: Action = {
    type: 'authenticate-oidc',
    issuer: 'https://login.example.com',
    authorizationEndpoint: 'https://login.example.com/authorize',
    tokenEndpoint: 'https://login.example.com/token',
    userInfoEndpoint: 'https://login.example.com/user',
    secret: clientSecret,
    settings: {
      scope: 'openid',
      sessionCookieName: 'session',
      sessionTimeoutSeconds: 60,
      onUnauthenticatedRequest: 'authenticate',
    },
  };

  it('is read back without its secret', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const listener = await anHttpsListener(account);
    await createdRule(account, listener, { actions: [login, notFound] });
    expect((await account.reader.rules(listener))[0]?.actions).toEqual([
      { ...login, secret: { namespace: '', name: '' } },
      notFound,
    ]);
  });

  it('cannot be set up from a Secret that lacks an entry', async () => {
    const account = await anAccount();
    const listener = await anHttpsListener(account);
    const conditions: readonly Condition[] = [{ field: 'path-pattern', values: ['/*'] }];
    const create = {
      call: 'CreateRule',
      listener,
      priority: 1,
      conditions,
      actions: [login, notFound],
      transforms: [],
      tags: ours,
    } as const;
    const fault = await faultOf(
      account.perform(create, { secrets: () => Promise.resolve({ clientId: 'old spelling' }) }),
    );
    expect(fault).toMatchObject({ kind: 'rejected', code: 'SecretIncomplete', resource: 'shop/login' });
    expect(fault.message).toBe('Secret shop/login has no entry clientSecret');
  });

  it('keeps its secret out of what AWS says when it refuses', async () => {
    const account = await anAccount();
    const listener = await anHttpsListener(account);
    // A refusal that quotes the whole request, as AWS does for values that break a constraint.
    const quoting = Object.assign(Object.create(account.clients.elbv2) as typeof account.clients.elbv2, {
      send: (command: { readonly input: unknown }) =>
        Promise.reject(new Error(`invalid: ${JSON.stringify(command.input)}`)),
    });
    const writer = createAwsWriter({ ...account.clients, elbv2: quoting });
    const conditions: readonly Condition[] = [{ field: 'path-pattern', values: ['/*'] }];
    const request = {
      call: 'CreateRule',
      listener,
      priority: 1,
      conditions,
      actions: [login, notFound],
      transforms: [],
      tags: ours,
    } as const;
    const step = { id: 'create rule', verb: 'create', resource: 'rule', reason: '', after: [], request } as const;
    const fault = await faultOf(writer.perform(step, {}, secrets));
    expect(fault.message).toContain('"ClientId":"albatross"');
    expect(fault.message).not.toContain('hush');
    expect(fault.cause).toBeUndefined();
  });
});

describe('the extra parameters of a login', () => {
  it('are sent, and read back', () => {
    const login: Action = {
      type: 'authenticate-cognito',
      userPoolArn: 'arn:pool',
      userPoolClientId: 'client',
      userPoolDomain: 'login',
      settings: { authenticationRequestExtraParams: { display: 'page' } },
    };
    const sent = actionsToSdk([login], { value: String, credentials: () => ({ clientId: '', clientSecret: '' }) });
    expect(sent[0]?.AuthenticateCognitoConfig?.AuthenticationRequestExtraParams).toEqual({ display: 'page' });
    expect(actionsFromSdk(sent)).toEqual([login]);
  });
});

describe('what somebody else put into a rule', () => {
  it('is never mistaken for something of ours', () => {
    expect(conditionFromSdk({ Field: 'moon-phase' })).toEqual({ field: 'http-header', name: 'unknown moon-phase' });
    expect(actionsFromSdk([{ Type: 'sing' as never }])).toEqual([
      { type: 'fixed-response', statusCode: 'unknown action sing' },
    ]);
  });

  it('may be said in the words of older clients', () => {
    expect(conditionFromSdk({ Field: 'path-pattern', Values: ['/a'] })).toEqual({
      field: 'path-pattern',
      values: ['/a'],
    });
    expect(actionsFromSdk([{ Type: 'forward', TargetGroupArn: 'arn:group' }])).toEqual([
      { type: 'forward', targetGroups: [{ arn: 'arn:group', weight: 1 }] },
    ]);
  });
});

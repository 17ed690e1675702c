// What Describe calls return of what was written.
import {
  AddListenerCertificatesCommand,
  AddTagsCommand,
  CreateRuleCommand,
  DescribeAccountLimitsCommand,
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeRulesCommand,
  DescribeSSLPoliciesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  RemoveTagsCommand,
  SetRulePrioritiesCommand,
  type Action,
  type CreateRuleCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { aBalancedAccount, aRule, given, notFound, type Balanced } from './balanced.ts';

async function created({ elb, https }: Balanced, input: Partial<CreateRuleCommandInput>) {
  const { Rules } = await elb.send(
    new CreateRuleCommand({
      ListenerArn: https,
      Priority: 20,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/a'] } }],
      Actions: [notFound],
      ...input,
    }),
  );
  const { Rules: described } = await elb.send(new DescribeRulesCommand({ RuleArns: [given(Rules?.[0]?.RuleArn)] }));
  return described?.[0];
}

describe('a rule', () => {
  test('shows host and path lists a second time at top level', async () => {
    const rule = await created(await aBalancedAccount(), {
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: ['a.example.com'] } },
        { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/v[0-9]+/.*$'] } },
        { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
      ],
    });
    expect(rule?.Conditions).toEqual([
      { Field: 'host-header', Values: ['a.example.com'], HostHeaderConfig: { Values: ['a.example.com'] } },
      { Field: 'path-pattern', RegexValues: ['^/v[0-9]+/.*$'], PathPatternConfig: { RegexValues: ['^/v[0-9]+/.*$'] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    ]);
  });

  test('with one target group shows it at top level and in the list, with weight 1', async () => {
    const account = await aBalancedAccount();
    const full: Action = {
      Type: 'forward',
      TargetGroupArn: account.free,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: account.free, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    };
    const byArn = await created(account, { Actions: [{ Type: 'forward', TargetGroupArn: account.free }] });
    expect(byArn?.Actions).toEqual([full]);
    const ForwardConfig = { TargetGroups: [{ TargetGroupArn: account.free }] };
    const byList = await created(account, { Priority: 21, Actions: [{ Type: 'forward', ForwardConfig }] });
    expect(byList?.Actions).toEqual([full]);
  });

  test('with several target groups shows none at top level', async () => {
    const account = await aBalancedAccount();
    const ForwardConfig = {
      TargetGroups: [account.free, account.instances].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 5 })),
    };
    const rule = await created(account, { Actions: [{ Type: 'forward', ForwardConfig }] });
    expect(rule?.Actions?.[0]?.TargetGroupArn).toBeUndefined();
  });

  test('that redirects shows placeholders for what it keeps', async () => {
    const account = await aBalancedAccount();
    const RedirectConfig = { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } as const;
    const rule = await created(account, { ListenerArn: account.http, Actions: [{ Type: 'redirect', RedirectConfig }] });
    expect(rule?.Actions).toEqual([
      {
        Type: 'redirect',
        RedirectConfig: {
          Protocol: 'HTTPS',
          Port: '#{port}',
          Host: '#{host}',
          Path: '/#{path}',
          Query: '#{query}',
          StatusCode: 'HTTP_301',
        },
      },
    ]);
  });

  test('never shows a client secret, and keeps it only when told to', async () => {
    const account = await aBalancedAccount();
    const endpoint = 'https://id.example.com';
    const config = {
      Issuer: endpoint,
      AuthorizationEndpoint: endpoint,
      TokenEndpoint: endpoint,
      UserInfoEndpoint: endpoint,
      ClientId: 'shop',
    };
    const actions = (secret: object): Action[] => [
      { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { ...config, ...secret } },
      { ...notFound, Order: 2 },
    ];
    const rule = await created(account, { Actions: actions({ ClientSecret: 'hush' }) });
    expect(JSON.stringify(rule)).not.toContain('hush');
    expect(rule?.Actions?.[0]?.AuthenticateOidcConfig).toMatchObject({
      SessionTimeout: 604_800,
      OnUnauthenticatedRequest: 'authenticate',
    });
    const modify = (secret: object) =>
      account.elb.send(new ModifyRuleCommand({ RuleArn: rule?.RuleArn, Actions: actions(secret) }));
    await modify({ UseExistingClientSecret: true });
    await expect(modify({})).rejects.toThrow(/secret/);
  });

  test('keeps what an empty list would change, and loses transforms only by reset', async () => {
    const account = await aBalancedAccount();
    const Transforms = [
      { Type: 'url-rewrite' as const, UrlRewriteConfig: { Rewrites: [{ Regex: '^/v[0-9]+/(.*)$', Replace: '/$1' }] } },
    ];
    const rule = await created(account, { Transforms });
    const modify = async (input: object) => {
      const { Rules } = await account.elb.send(new ModifyRuleCommand({ RuleArn: rule?.RuleArn, ...input }));
      return Rules?.[0];
    };
    expect(await modify({ Conditions: [], Actions: [], Transforms: [] })).toEqual(rule);
    expect((await modify({ ResetTransforms: true }))?.Transforms).toBeUndefined();
  });
});

describe('rules of a listener', () => {
  test('come in ascending priority, the default rule last', async () => {
    const account = await aBalancedAccount();
    for (const priority of [300, 5, 50_000]) await aRule(account, account.http, priority);
    const { Rules } = await account.elb.send(new DescribeRulesCommand({ ListenerArn: account.http }));
    expect(Rules?.map(({ Priority, IsDefault }) => `${Priority} ${IsDefault}`)).toEqual([
      '5 false',
      '10 false',
      '300 false',
      '50000 false',
      'default true',
    ]);
  });

  test('come in pages, the last of which has no marker', async () => {
    const account = await aBalancedAccount();
    await aRule(account, account.http, 11);
    const first = await account.elb.send(new DescribeRulesCommand({ ListenerArn: account.http, PageSize: 2 }));
    expect(first.Rules?.map(({ Priority }) => Priority)).toEqual(['10', '11']);
    const last = await account.elb.send(
      new DescribeRulesCommand({ ListenerArn: account.http, PageSize: 2, Marker: first.NextMarker }),
    );
    expect(last.Rules?.map(({ Priority }) => Priority)).toEqual(['default']);
    expect(last.NextMarker).toBeUndefined();
  });

  test('can swap priorities in one call', async () => {
    const account = await aBalancedAccount();
    const other = await aRule(account, account.http, 20);
    const RulePriorities = [
      { RuleArn: account.rule, Priority: 20 },
      { RuleArn: other, Priority: 10 },
    ];
    await account.elb.send(new SetRulePrioritiesCommand({ RulePriorities }));
    const { Rules } = await account.elb.send(new DescribeRulesCommand({ ListenerArn: account.http }));
    expect(Rules?.map(({ RuleArn }) => RuleArn).slice(0, 2)).toEqual([other, account.rule]);
  });
});

describe('a listener', () => {
  test('on HTTPS shows its policy, its default certificate and mutual authentication off', async () => {
    const { elb, https, account } = await aBalancedAccount();
    const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [https] }));
    expect(Listeners?.[0]).toMatchObject({
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      Certificates: [{ CertificateArn: account.certificateArn }],
      MutualAuthentication: { Mode: 'off' },
    });
  });

  test('lists the default certificate first, and again if it was also added', async () => {
    const { elb, https, account } = await aBalancedAccount();
    const CertificateArn = account.certificateArn;
    const add = () =>
      elb.send(new AddListenerCertificatesCommand({ ListenerArn: https, Certificates: [{ CertificateArn }] }));
    await add();
    await add();
    const { Certificates } = await elb.send(new DescribeListenerCertificatesCommand({ ListenerArn: https }));
    expect(Certificates).toEqual([
      { CertificateArn, IsDefault: true },
      { CertificateArn, IsDefault: false },
    ]);
  });

  test('turned from HTTPS to HTTP loses policy and certificate', async () => {
    const { elb, https } = await aBalancedAccount();
    const { Listeners } = await elb.send(new ModifyListenerCommand({ ListenerArn: https, Protocol: 'HTTP' }));
    expect(Listeners?.[0]?.SslPolicy).toBeUndefined();
    expect(Listeners?.[0]?.Certificates).toBeUndefined();
  });

  test('has 11 attributes on HTTP and 19 on HTTPS', async () => {
    const { elb, http, https } = await aBalancedAccount();
    const count = async (ListenerArn: string) =>
      (await elb.send(new DescribeListenerAttributesCommand({ ListenerArn }))).Attributes?.length;
    expect([await count(http), await count(https)]).toEqual([11, 19]);
  });
});

test('a load balancer always shows all its attributes', async () => {
  const { elb, loadBalancer } = await aBalancedAccount();
  const changed = await elb.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: loadBalancer,
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '90' }],
    }),
  );
  const described = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancer }));
  expect(changed.Attributes).toEqual(described.Attributes);
  expect(described.Attributes).toHaveLength(23);
  expect(described.Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '90' });
});

test('target group attributes depend on the family', async () => {
  const { elb, group } = await aBalancedAccount();
  const { Attributes } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group }));
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' });
  expect(Attributes).not.toContainEqual(expect.objectContaining({ Key: 'lambda.multi_value_headers.enabled' }));
});

test('a target that is not registered is described as such', async () => {
  const { elb, group } = await aBalancedAccount();
  const { TargetHealthDescriptions } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group, Targets: [{ Id: '10.244.0.9' }] }),
  );
  expect(TargetHealthDescriptions?.[0]?.TargetHealth).toEqual({
    State: 'unused',
    Reason: 'Target.NotRegistered',
    Description: 'Target is not registered to the target group',
  });
});

test('tags of different kinds are described in one call', async () => {
  const { elb, loadBalancer, group, rule } = await aBalancedAccount();
  const ResourceArns = [loadBalancer, group, rule];
  await elb.send(
    new AddTagsCommand({
      ResourceArns,
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: 'stage', Value: 'b' },
      ],
    }),
  );
  await elb.send(new AddTagsCommand({ ResourceArns: [group], Tags: [{ Key: 'team', Value: 'c' }] }));
  await elb.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ['stage', 'never-there'] }));
  const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns }));
  expect(TagDescriptions?.map(({ Tags }) => Tags)).toEqual([
    [{ Key: 'team', Value: 'a' }],
    [{ Key: 'team', Value: 'c' }],
    [{ Key: 'team', Value: 'a' }],
  ]);
});

test('account limits are 23 and follow the quotas', async () => {
  const { elb, emulator } = await aBalancedAccount();
  emulator.setLimits({ rules: 1000 });
  const { Limits } = await elb.send(new DescribeAccountLimitsCommand({}));
  expect(Limits).toHaveLength(23);
  expect(Limits).toContainEqual({ Name: 'rules-per-application-load-balancer', Max: '1000' });
});

test('a policy names its protocol versions', async () => {
  const { elb } = await aBalancedAccount();
  const { SslPolicies } = await elb.send(
    new DescribeSSLPoliciesCommand({ Names: ['ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'] }),
  );
  expect(SslPolicies?.[0]?.SslProtocols).toEqual(['TLSv1.2', 'TLSv1.3']);
});

// What answers and Describe calls show of requests that AWS accepts. To add one, add a row to a table in `read-backs/`.
import {
  AddListenerCertificatesCommand,
  CreateRuleCommand,
  DescribeAccountLimitsCommand,
  DescribeListenerCertificatesCommand,
  DescribeRulesCommand,
  ModifyRuleCommand,
  SetRulePrioritiesCommand,
  type Action,
  type CreateRuleCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeAll, describe, expect, test } from 'vitest';
import { aBalancedAccount, aRule, given, notFound, type Balanced } from './balanced.ts';
import { aFrontDoor, type FrontDoor } from './front-door.ts';
import { actionReadBacks } from './read-backs/action-read-backs.ts';
import { attributeReadBacks } from './read-backs/attribute-read-backs.ts';
import { balancerReadBacks } from './read-backs/balancer-read-backs.ts';
import { groupReadBacks } from './read-backs/group-read-backs.ts';
import { listenerReadBacks } from './read-backs/listener-read-backs.ts';
import { pageReadBacks } from './read-backs/page-read-backs.ts';
import type { ReadBack } from './read-backs/read-back.ts';
import { removalReadBacks } from './read-backs/removal-read-backs.ts';
import { ruleReadBacks } from './read-backs/rule-read-backs.ts';
import { tagReadBacks } from './read-backs/tag-read-backs.ts';
import { targetReadBacks } from './read-backs/target-read-backs.ts';
import { trustStoreReadBacks } from './read-backs/trust-store-read-backs.ts';

const tables: readonly (readonly [string, readonly ReadBack[]])[] = [
  ['rules', ruleReadBacks],
  ['actions', actionReadBacks],
  ['listeners', listenerReadBacks],
  ['load balancers', balancerReadBacks],
  ['target groups', groupReadBacks],
  ['targets', targetReadBacks],
  ['attributes', attributeReadBacks],
  ['trust stores', trustStoreReadBacks],
  ['tags and the account', tagReadBacks],
  ['pages', pageReadBacks],
  ['removals and looks', removalReadBacks],
];

describe.each(tables)('of %s, AWS shows', (_noun, readBacks) => {
  let account: FrontDoor;
  beforeAll(async () => {
    account = await aFrontDoor();
  });
  test.each(readBacks.map((row) => [row.request, row] as const))('%s', async (_request, { read, shows }) => {
    expect(await read(account)).toEqual(shows(account));
  });
});

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

test('a listener lists the default certificate first, and again if it was also added', async () => {
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

test('account limits follow the quotas', async () => {
  const { elb, emulator } = await aBalancedAccount();
  emulator.setLimits({ rules: 1000 });
  const { Limits } = await elb.send(new DescribeAccountLimitsCommand({}));
  expect(Limits).toContainEqual({ Name: 'rules-per-application-load-balancer', Max: '1000' });
});

import {
  DescribeRulesCommand,
  ModifyRuleCommand,
  type Action,
  type CreateRuleCommandInput,
  type ModifyRuleCommandInput,
  type RuleCondition,
  type RuleTransform,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { api, guide } from '../refusals/pages.ts';
import { agreed, shown, type ReadBack } from './read-back.ts';
import { path, rule } from './written-rule.ts';

async function modified(
  account: FrontDoor,
  before: Partial<CreateRuleCommandInput>,
  change: Partial<ModifyRuleCommandInput>,
) {
  const { RuleArn } = await rule(account, before);
  const { Rules: answered } = await account.elb.send(new ModifyRuleCommand({ RuleArn, ...change }));
  const { Rules: described } = await account.elb.send(new DescribeRulesCommand({ RuleArns: [RuleArn ?? ''] }));
  return agreed(answered, described)?.[0] ?? {};
}

const condition = (request: string, given: RuleCondition, shows: RuleCondition = given, name = 'RuleCondition') =>
  shown(request, async (account) => (await rule(account, { Conditions: [given] })).Conditions, [shows], api(name));

const conditions: readonly ReadBack[] = [
  condition(
    'a path, mirrored at top level',
    path('/a/*'),
    { Field: 'path-pattern', Values: ['/a/*'], PathPatternConfig: { Values: ['/a/*'] } },
    'PathPatternConditionConfig',
  ),
  condition(
    'a path at top level, mirrored in the config',
    { Field: 'path-pattern', Values: ['/b'] },
    { Field: 'path-pattern', Values: ['/b'], PathPatternConfig: { Values: ['/b'] } },
  ),
  condition(
    'a path expression',
    { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/v[0-9]+/.*$'] } },
    { Field: 'path-pattern', RegexValues: ['^/v[0-9]+/.*$'], PathPatternConfig: { RegexValues: ['^/v[0-9]+/.*$'] } },
    'PathPatternConditionConfig',
  ),
  condition(
    'a path expression at top level',
    { Field: 'path-pattern', RegexValues: ['^/a$'] },
    { Field: 'path-pattern', RegexValues: ['^/a$'], PathPatternConfig: { RegexValues: ['^/a$'] } },
  ),
  condition(
    'a host',
    { Field: 'host-header', HostHeaderConfig: { Values: ['a.example.com'] } },
    { Field: 'host-header', Values: ['a.example.com'], HostHeaderConfig: { Values: ['a.example.com'] } },
    'HostHeaderConditionConfig',
  ),
  condition(
    'a host at top level',
    { Field: 'host-header', Values: ['*.example.com'] },
    { Field: 'host-header', Values: ['*.example.com'], HostHeaderConfig: { Values: ['*.example.com'] } },
  ),
  condition(
    'two hosts, in order',
    { Field: 'host-header', HostHeaderConfig: { Values: ['b.example.com', 'a.example.com'] } },
    {
      Field: 'host-header',
      Values: ['b.example.com', 'a.example.com'],
      HostHeaderConfig: { Values: ['b.example.com', 'a.example.com'] },
    },
    'HostHeaderConditionConfig',
  ),
  condition(
    'a host in capitals',
    { Field: 'host-header', HostHeaderConfig: { Values: ['A.Example.com'] } },
    { Field: 'host-header', Values: ['A.Example.com'], HostHeaderConfig: { Values: ['A.Example.com'] } },
    'HostHeaderConditionConfig',
  ),
  condition(
    'a host expression',
    { Field: 'host-header', HostHeaderConfig: { RegexValues: ['^[a-z]+\\.example\\.com$'] } },
    {
      Field: 'host-header',
      RegexValues: ['^[a-z]+\\.example\\.com$'],
      HostHeaderConfig: { RegexValues: ['^[a-z]+\\.example\\.com$'] },
    },
    'HostHeaderConditionConfig',
  ),
  condition('a header, in the config alone', {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: 'User-Agent', Values: ['*Chrome*', '*Safari*'] },
  }),
  condition('a header expression', {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: 'X-Version', RegexValues: ['^v[0-9]+$'] },
  }),
  condition('methods', { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET', 'X-CUSTOM'] } }),
  condition('a query with key', {
    Field: 'query-string',
    QueryStringConfig: { Values: [{ Key: 'version', Value: 'v1' }] },
  }),
  condition('a query without key', { Field: 'query-string', QueryStringConfig: { Values: [{ Value: '*example*' }] } }),
  condition('addresses of both families', {
    Field: 'source-ip',
    SourceIpConfig: { Values: ['192.0.2.0/24', '2001:db8::/32'] },
  }),
  shown(
    'conditions of all fields, in order',
    async (account) => {
      const { Conditions } = await rule(account, {
        Conditions: [
          { Field: 'source-ip', SourceIpConfig: { Values: ['192.0.2.0/24'] } },
          { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
          path('/a'),
        ],
      });
      return Conditions?.map(({ Field }) => Field);
    },
    ['source-ip', 'http-request-method', 'path-pattern'],
    api('CreateRule'),
  ),
  shown(
    'two header conditions',
    async (account) => {
      const header = (HttpHeaderName: string) => ({
        Field: 'http-header',
        HttpHeaderConfig: { HttpHeaderName, Values: ['1'] },
      });
      return (await rule(account, { Conditions: [header('X-A'), header('X-A')] })).Conditions?.length;
    },
    2,
    guide('rule-condition-types'),
  ),
];

const urlRewrite: RuleTransform = {
  Type: 'url-rewrite',
  UrlRewriteConfig: { Rewrites: [{ Regex: '^/v[0-9]+/(.*)$', Replace: '/$1' }] },
};
const hostRewrite: RuleTransform = {
  Type: 'host-header-rewrite',
  HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^shop\\.(.*)$', Replace: 'cart.$1' }] },
};

const rest: readonly ReadBack[] = [
  shown(
    'both transforms',
    async (account) => (await rule(account, { Transforms: [urlRewrite, hostRewrite] })).Transforms,
    [urlRewrite, hostRewrite],
    api('RuleTransform'),
  ),
  shown('no transforms', async (account) => (await rule(account, {})).Transforms, undefined, api('Rule')),
  shown(
    'a priority, as text',
    async (account) => (await rule(account, { Priority: 50_000 })).Priority,
    '50000',
    api('Rule'),
  ),
  shown(
    'a rule that is not the default',
    async (account) => String((await rule(account, {})).IsDefault),
    'false',
    api('Rule'),
  ),
  shown(
    'an ARN that begins like its listener',
    async (account) => (await rule(account, {})).RuleArn?.replace(/\/[0-9a-f]{16}$/, ''),
    ({ https }: FrontDoor) => https.replace(':listener/', ':listener-rule/'),
    guide('load-balancer-authentication-access-control'),
  ),
  shown(
    'a change of conditions, and of nothing else',
    async (account) => {
      const { Conditions, Actions } = await modified(account, { Actions: [notFound] }, { Conditions: [path('/b')] });
      return { Conditions, Actions };
    },
    {
      Conditions: [{ Field: 'path-pattern', Values: ['/b'], PathPatternConfig: { Values: ['/b'] } }],
      Actions: [notFound],
    },
    api('ModifyRule'),
  ),
  shown(
    'a change of actions, and of nothing else',
    async (account) => {
      const gone: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '410' } };
      const { Conditions, Actions } = await modified(account, { Conditions: [path('/a')] }, { Actions: [gone] });
      return [Conditions?.[0]?.Values, Actions?.[0]?.FixedResponseConfig];
    },
    [['/a'], { StatusCode: '410' }],
    api('ModifyRule'),
  ),
  shown(
    'transforms taken away',
    async (account) => (await modified(account, { Transforms: [urlRewrite] }, { ResetTransforms: true })).Transforms,
    undefined,
    api('ModifyRule'),
  ),
  shown(
    'transforms replaced',
    async (account) =>
      (await modified(account, { Transforms: [urlRewrite] }, { Transforms: [hostRewrite] })).Transforms,
    [hostRewrite],
    api('ModifyRule'),
  ),
];

export const ruleReadBacks: readonly ReadBack[] = [...conditions, ...rest];

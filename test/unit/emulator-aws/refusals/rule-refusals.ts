import {
  DeleteRuleCommand,
  DescribeRulesCommand,
  ModifyRuleCommand,
  SetRulePrioritiesCommand,
  type RuleTransform,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aRule, given, notFound } from '../balanced.ts';
import { create } from './create-rule.ts';
import { api, guide, recorded, reported } from './pages.ts';
import type { Refusal } from './refusal.ts';

const transform = (...Transforms: RuleTransform[]) => create(() => ({ Transforms }));

const rewrite = (Regex: string, Replace: string) =>
  transform({ Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex, Replace }] } });

/** Rules refused for their priority, place, tags or transforms, and refused changes of rules. */
export const ruleRefusals: readonly Refusal[] = [
  {
    request: 'priority 0',
    page: api('CreateRule'),
    send: create(() => ({ Priority: 0 })),
    code: 'ValidationError',
    message: `1 validation error detected: Value '0' at 'priority' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  },
  {
    request: 'priority 50001',
    page: api('CreateRule'),
    send: create(() => ({ Priority: 50_001 })),
    code: 'ValidationError',
    message: `1 validation error detected: Value '50001' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 50000`,
  },
  {
    request: 'a rule without priority',
    page: api('CreateRule'),
    send: create(() => ({ Priority: undefined })),
    code: 'ValidationError',
    message: `1 validation error detected: Value null at 'priority' failed to satisfy constraint: Member must not be null`,
  },
  {
    request: 'a priority in use',
    page: recorded('rule-priority-unique'),
    send: create(() => ({ Priority: 10 })),
    code: 'PriorityInUseException',
    message: `Priority '10' is currently in use`,
  },
  {
    request: 'the 101st rule',
    page: reported('kubernetes-sigs/aws-load-balancer-controller/issues/1856'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ rules: 1 })),
    send: create(() => ({})),
    code: 'TooManyRulesException',
    message: /^The maximum number of rules on load balancer arn:.* has been reached$/,
  },
  {
    request: 'a rule on a load balancer ARN',
    page: api('CreateRule'),
    send: create(({ loadBalancer }) => ({ ListenerArn: loadBalancer })),
    code: 'ValidationError',
    message: /^'arn:.*' is not a valid listener ARN$/,
  },
  {
    request: `a rule in another region's listener`,
    page: api('CreateRule'),
    send: create(({ http }) => ({ ListenerArn: http.replace('us-west-2', 'us-east-1') })),
    code: 'ValidationError',
    message: /^'arn:.*' is not a valid listener ARN$/,
  },
  {
    request: 'a rule on a listener that does not exist',
    page: api('CreateRule'),
    send: create(({ http }) => ({ ListenerArn: `${http.slice(0, -1)}0` })),
    code: 'ListenerNotFoundException',
    message: /listeners not found/,
  },
  {
    request: 'two url-rewrites',
    page: guide('rule-transforms'),
    send: create(() => ({
      Transforms: [1, 2].map(() => ({
        Type: 'url-rewrite',
        UrlRewriteConfig: { Rewrites: [{ Regex: '^/a', Replace: '/b' }] },
      })),
    })),
    code: 'ValidationError',
    message: /transform/,
  },
  {
    request: 'a url-rewrite with a host config',
    page: api('RuleTransform'),
    send: create(() => ({
      Transforms: [{ Type: 'url-rewrite', HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^a', Replace: 'b' }] } }],
    })),
    code: 'ValidationError',
    message: /UrlRewriteConfig/,
  },
  {
    request: 'transforms and their reset together',
    page: api('ModifyRule'),
    send: ({ elb, rule }) =>
      elb.send(
        new ModifyRuleCommand({
          RuleArn: rule,
          ResetTransforms: true,
          Transforms: [{ Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: '^/a', Replace: '/b' }] } }],
        }),
      ),
    code: 'ValidationError',
    message: /ResetTransforms/,
  },
  {
    request: 'a rule that does not exist',
    page: api('ModifyRule'),
    send: ({ elb, rule }) => elb.send(new ModifyRuleCommand({ RuleArn: `${rule.slice(0, -1)}0` })),
    code: 'RuleNotFoundException',
    message: 'One or more rules not found',
  },
  {
    request: 'deleting the default rule',
    page: api('DeleteRule'),
    send: async ({ elb, http }) => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: http }));
      return elb.send(new DeleteRuleCommand({ RuleArn: given(Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn) }));
    },
    code: 'OperationNotPermittedException',
    message: /cannot be deleted/,
  },
  {
    request: 'modifying the default rule',
    page: api('ModifyRule'),
    send: async ({ elb, http }) => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: http }));
      const RuleArn = given(Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn);
      return elb.send(new ModifyRuleCommand({ RuleArn, Actions: [notFound] }));
    },
    code: 'OperationNotPermittedException',
    message: /cannot be modified/,
  },
  {
    request: `moving a rule to another rule's priority`,
    page: api('SetRulePriorities'),
    after: async (account) => aRule(account, account.http, 11),
    send: ({ elb, rule }) =>
      elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: rule, Priority: 11 }] })),
    code: 'PriorityInUseException',
    message: `Priority '11' is currently in use`,
  },
  {
    request: 'rules of nothing in particular',
    page: api('DescribeRules'),
    send: ({ elb }) => elb.send(new DescribeRulesCommand({})),
    code: 'ValidationError',
    message: 'You must specify either listener rule ARNs or a listener ARN',
  },
  {
    request: 'one rule moved twice in one call',
    page: api('SetRulePriorities'),
    send: ({ elb, rule }) =>
      elb.send(
        new SetRulePrioritiesCommand({ RulePriorities: [5, 6].map((Priority) => ({ RuleArn: rule, Priority })) }),
      ),
    code: 'ValidationError',
    message: /only be specified once/,
  },
  {
    request: 'two rules moved to one priority',
    page: api('SetRulePriorities'),
    after: async (account) => aRule(account, account.http, 11),
    send: async ({ elb, http }) => {
      const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn: http }));
      const RulePriorities = Rules.flatMap(({ RuleArn, IsDefault }) => (IsDefault ? [] : [{ RuleArn, Priority: 5 }]));
      return elb.send(new SetRulePrioritiesCommand({ RulePriorities }));
    },
    code: 'ValidationError',
    message: `Priority '5' was provided multiple times`,
  },
  {
    request: 'a rule moved to nowhere',
    page: api('RulePriorityPair'),
    send: ({ elb, rule }) => elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: rule }] })),
    code: 'ValidationError',
    message: /priority must be specified/,
  },
  {
    request: 'a priority for the default rule',
    page: api('SetRulePriorities'),
    send: async ({ elb, http }) => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: http }));
      const RuleArn = given(Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn);
      return elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn, Priority: 5 }] }));
    },
    code: 'OperationNotPermittedException',
    message: /default rule/i,
  },
  {
    request: 'a transform without rewrite',
    page: guide('rule-transforms'),
    send: transform({ Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [] } }),
    code: 'ValidationError',
    message: /exactly one rewrite/,
  },
  {
    request: 'a rewrite of 1025 characters',
    page: api('RewriteConfig'),
    send: rewrite('^/a', 'b'.repeat(1025)),
    code: 'ValidationError',
    message: /1024 characters/,
  },
  {
    request: 'a rewrite with lookaround',
    page: guide('rule-transforms'),
    send: rewrite('(?=a)b', 'c'),
    code: 'ValidationError',
    message: /regular expression/,
  },
  {
    request: 'a rewrite that refers to a group by name',
    page: guide('rule-transforms'),
    send: rewrite('^/(a)', '/${name}'),
    code: 'ValidationError',
    message: /replacement/,
  },
];

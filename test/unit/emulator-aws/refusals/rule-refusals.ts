import {
  DeleteRuleCommand,
  DescribeRulesCommand,
  ModifyRuleCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aRule, given, notFound } from '../balanced.ts';
import { create, forward, withActions } from './create-rule.ts';
import type { Refusal } from './refusal.ts';

/** Rules refused for their priority, place, tags or transforms, and refused changes of rules. */
export const ruleRefusals: readonly Refusal[] = [
  {
    request: 'priority 0',
    send: create(() => ({ Priority: 0 })),
    code: 'ValidationError',
    message: `1 validation error detected: Value '0' at 'priority' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  },
  {
    request: 'priority 50001',
    send: create(() => ({ Priority: 50_001 })),
    code: 'ValidationError',
    message: `1 validation error detected: Value '50001' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 50000`,
  },
  {
    request: 'a rule without priority',
    send: create(() => ({ Priority: undefined })),
    code: 'ValidationError',
    message: `1 validation error detected: Value null at 'priority' failed to satisfy constraint: Member must not be null`,
  },
  {
    request: 'a priority in use',
    send: create(() => ({ Priority: 10 })),
    code: 'PriorityInUseException',
    message: `Priority '10' is currently in use`,
  },
  {
    request: 'the 101st rule',
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ rules: 1 })),
    send: create(() => ({})),
    code: 'TooManyRulesException',
    message: /maximum number of rules/,
  },
  {
    request: 'the 101st unique target group',
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetGroupsPerLoadBalancer: 1 })),
    send: withActions(({ free }) => [forward([free])]),
    code: 'TooManyUniqueTargetGroupsPerLoadBalancerException',
    message: /unique target groups/,
  },
  {
    request: 'a rule on a load balancer ARN',
    send: create(({ loadBalancer }) => ({ ListenerArn: loadBalancer })),
    code: 'ValidationError',
    message: /^'arn:.*' is not a valid listener ARN$/,
  },
  {
    request: `a rule in another region's listener`,
    send: create(({ http }) => ({ ListenerArn: http.replace('us-west-2', 'us-east-1') })),
    code: 'ValidationError',
    message: /^'arn:.*' is not a valid listener ARN$/,
  },
  {
    request: 'a rule on a listener that does not exist',
    send: create(({ http }) => ({ ListenerArn: `${http.slice(0, -1)}0` })),
    code: 'ListenerNotFoundException',
    message: /listeners not found/,
  },
  {
    request: 'a tag twice',
    send: create(() => ({
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    })),
    code: 'DuplicateTagKeysException',
    message: /Duplicate tag keys/,
  },
  {
    request: '51 tags',
    send: create(() => ({ Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })) })),
    code: 'TooManyTagsException',
    message: /tags/,
  },
  {
    request: 'a reserved tag',
    send: create(() => ({ Tags: [{ Key: 'aws:x', Value: '1' }] })),
    code: 'ValidationError',
    message: /reserved/,
  },
  {
    request: 'two url-rewrites',
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
    send: create(() => ({
      Transforms: [{ Type: 'url-rewrite', HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^a', Replace: 'b' }] } }],
    })),
    code: 'ValidationError',
    message: /UrlRewriteConfig/,
  },
  {
    request: 'transforms and their reset together',
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
    send: ({ elb, rule }) => elb.send(new ModifyRuleCommand({ RuleArn: `${rule.slice(0, -1)}0` })),
    code: 'RuleNotFoundException',
    message: 'One or more rules not found',
  },
  {
    request: 'deleting the default rule',
    send: async ({ elb, http }) => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: http }));
      return elb.send(new DeleteRuleCommand({ RuleArn: given(Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn) }));
    },
    code: 'OperationNotPermittedException',
    message: /cannot be deleted/,
  },
  {
    request: 'modifying the default rule',
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
    after: async (account) => aRule(account, account.http, 11),
    send: ({ elb, rule }) =>
      elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: rule, Priority: 11 }] })),
    code: 'PriorityInUseException',
    message: `Priority '11' is currently in use`,
  },
  {
    request: 'rules of nothing in particular',
    send: ({ elb }) => elb.send(new DescribeRulesCommand({})),
    code: 'ValidationError',
    message: 'You must specify either listener rule ARNs or a listener ARN',
  },
];

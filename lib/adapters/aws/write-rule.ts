import {
  CreateRuleCommand,
  DeleteRuleCommand,
  ModifyRuleCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { actionsToSdk } from './action-shapes.ts';
import { conditionToSdk } from './condition-shapes.ts';
import { readOidcClients, withoutSecrets } from './oidc-clients.ts';
import { learnt, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';
import { transformToSdk } from './transform-shapes.ts';

export const ruleWriters: StepWriters<'CreateRule' | 'ModifyRule' | 'SetRulePriorities' | 'DeleteRule'> = {
  async CreateRule({ listener, priority, conditions, actions, transforms, tags }, context) {
    const clients = await readOidcClients(actions, context.secrets);
    const created = context.elbv2(
      new CreateRuleCommand({
        ListenerArn: context.value(listener),
        Priority: priority,
        Conditions: conditions.map(conditionToSdk),
        Actions: actionsToSdk(actions, { value: context.value, credentials: clients.credentials }),
        ...(transforms.length > 0 && { Transforms: transforms.map(transformToSdk) }),
        Tags: tagsToSdk(tags),
      }),
    );
    const { Rules } = await withoutSecrets(created, clients);
    return learnt(context, 'arn', Rules?.[0]?.RuleArn);
  },

  async ModifyRule({ rule, actions, transforms }, context) {
    const clients = await readOidcClients(actions, context.secrets);
    const modified = context.elbv2(
      new ModifyRuleCommand({
        RuleArn: rule,
        Actions: actionsToSdk(actions, { value: context.value, credentials: clients.credentials }),
        ...(transforms.length > 0 ? { Transforms: transforms.map(transformToSdk) } : { ResetTransforms: true }),
      }),
    );
    await withoutSecrets(modified, clients);
  },

  async SetRulePriorities({ priorities }, { elbv2, value }) {
    const RulePriorities = priorities.map(({ rule, priority }) => ({ RuleArn: value(rule), Priority: priority }));
    await elbv2(new SetRulePrioritiesCommand({ RulePriorities }));
  },

  async DeleteRule({ rule }, { elbv2 }) {
    await elbv2(new DeleteRuleCommand({ RuleArn: rule }));
  },
};

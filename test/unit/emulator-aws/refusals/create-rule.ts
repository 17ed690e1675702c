// The CreateRule of the tables: harmless but for what a row changes.
import {
  CreateRuleCommand,
  type Action,
  type CreateRuleCommandInput,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';

export const path = (...Values: string[]): RuleCondition => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
export const host = (...Values: string[]): RuleCondition => ({ Field: 'host-header', HostHeaderConfig: { Values } });

export const create = (input: (account: FrontDoor) => Partial<CreateRuleCommandInput>) => (account: FrontDoor) =>
  account.elb.send(
    new CreateRuleCommand({
      ListenerArn: account.http,
      Priority: 20,
      Conditions: [path('/a')],
      Actions: [notFound],
      ...input(account),
    }),
  );

export const withConditions = (...Conditions: RuleCondition[]) => create(() => ({ Conditions }));
export const withActions = (actions: (account: FrontDoor) => Action[]) =>
  create((account) => ({ Actions: actions(account) }));
export const onHttps = (actions: (account: FrontDoor) => Action[]) =>
  create((account) => ({ ListenerArn: account.https, Actions: actions(account) }));

export const forward = (arns: readonly string[], Weight?: number): Action => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: arns.map((TargetGroupArn) => ({ TargetGroupArn, ...(Weight !== undefined && { Weight }) })),
  },
});

export const redirect = (RedirectConfig: Partial<Action['RedirectConfig']>): Action => ({
  Type: 'redirect',
  RedirectConfig: { StatusCode: 'HTTP_301', ...RedirectConfig },
});

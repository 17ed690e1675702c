import { requireListener } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropListener } from '../listeners/listener-rows.ts';
import { dropRule, rulesOfListener } from '../rules/rule-index.ts';
import { groupsChanged } from '../targets/use-change.ts';

/** DeleteListener: its rules go along. */
export const deleteListener = (elbv2: Elbv2) =>
  function remove({ ListenerArn }: { readonly ListenerArn: string }) {
    const listener = requireListener(elbv2, ListenerArn);
    for (const rule of rulesOfListener(elbv2, listener.arn)) dropRule(elbv2, rule);
    dropListener(elbv2, listener);
    groupsChanged(elbv2);
    return {};
  };

import { requireListener } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropRule, rulesOfListener } from '../rules/rule-index.ts';
import { groupsChanged } from '../targets/use-change.ts';

/** DeleteListener: its rules go along. */
export const deleteListener = (elbv2: Elbv2) =>
  function remove({ ListenerArn }: { readonly ListenerArn: string }) {
    const { arn } = requireListener(elbv2, ListenerArn);
    for (const rule of rulesOfListener(elbv2, arn)) dropRule(elbv2, rule);
    elbv2.tables.now.listeners.delete(arn);
    groupsChanged(elbv2);
    return {};
  };

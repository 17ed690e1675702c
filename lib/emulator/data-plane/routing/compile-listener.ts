// A listener prepared for many requests: its rules compiled, the actions of each in their order.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import type { ListenerView, LoadBalancerView, RuleView } from '../load-balancer-source.ts';
import { compileRules, type RequestFacts } from '../match-rule.ts';
import type { Readings } from '../readings.ts';
import { compileRewrite, type Rewrite } from './rewrite-request.ts';

export interface CompiledRule {
  readonly arn: string;
  readonly rewrite: Rewrite;
  readonly actions: readonly ActionShape[];
}

export interface CompiledListener {
  readonly loadBalancer: LoadBalancerView;
  readonly listener: ListenerView;
  readonly match: (facts: RequestFacts) => CompiledRule | undefined;
}

/** Prepares one version of a listener. */
export function compileListener(
  loadBalancer: LoadBalancerView,
  listener: ListenerView,
  readings: Readings,
): CompiledListener {
  const match = compileRules(
    listener.rules.map((rule) => ({ ...rule, compiled: compileRule(rule, readings) })),
    readings,
  );
  return { loadBalancer, listener, match: (facts) => match(facts)?.compiled };
}

function compileRule(rule: RuleView, readings: Readings): CompiledRule {
  return {
    arn: rule.arn,
    rewrite: compileRewrite(rule.transforms, readings),
    actions: [...rule.actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0)),
  };
}

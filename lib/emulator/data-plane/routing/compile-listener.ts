// A listener prepared for many requests: its rules compiled, the actions of each in their order.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import type { ListenerView, LoadBalancerView, RuleView } from '../load-balancer-source.ts';
import { compileRules, type RequestFacts } from '../match-rule.ts';
import type { Readings } from '../readings.ts';
import { compileRewrite, type Rewrite } from './rewrite-request.ts';

export interface CompiledRule {
  readonly arn: string;
  /** As the access log names it: `0` for the default rule. */
  readonly priority: string;
  readonly rewrite: Rewrite;
  /** Whether it has transforms at all. */
  readonly transforms: boolean;
  /** Actions before the routing one, in their order. */
  readonly before: readonly ActionShape[];
  /** The last action; absent in a listener without one. */
  readonly routing?: ActionShape;
}

export interface CompiledListener {
  readonly loadBalancer: LoadBalancerView;
  readonly listener: ListenerView;
  readonly readings: Readings;
  /** Whether some rule logs users in, so that the load balancer takes what identity providers send back. */
  readonly logsIn: boolean;
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
  const logsIn = listener.rules.some(({ actions }) => actions.some(({ Type }) => Type.startsWith('authenticate-')));
  return { loadBalancer, listener, readings, logsIn, match: (facts) => match(facts)?.compiled };
}

function compileRule(rule: RuleView, readings: Readings): CompiledRule {
  const ordered = [...rule.actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const routing = ordered.at(-1);
  return {
    arn: rule.arn,
    priority: rule.priority === 'default' ? '0' : rule.priority,
    rewrite: compileRewrite(rule.transforms, readings),
    transforms: rule.transforms.length > 0,
    before: ordered.slice(0, -1),
    ...(routing && { routing }),
  };
}

// What the emulated load balancer does with a request, given the rules that the translation wants: each rule is first
// accepted by the control plane's own checks, then the data plane decides.
import { actionsToSdk } from '../../../lib/adapters/aws/action-shapes.ts';
import { conditionToSdk } from '../../../lib/adapters/aws/condition-shapes.ts';
import { transformToSdk } from '../../../lib/adapters/aws/transform-shapes.ts';
import type { Value } from '../../../lib/core/base/ref.ts';
import type { AlbListener, ListenerRule } from '../../../lib/core/stack/stack.ts';
import { readActions } from '../../../lib/emulator/aws/elbv2/rules/actions.ts';
import { readConditions } from '../../../lib/emulator/aws/elbv2/rules/conditions.ts';
import { readTransforms } from '../../../lib/emulator/aws/elbv2/rules/transforms.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from '../../../lib/emulator/aws/elbv2/shapes.ts';
import { defaultLimits } from '../../../lib/emulator/aws/limits.ts';
import type { LoadBalancerView, RuleView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import type { Readings } from '../../../lib/emulator/data-plane/readings.ts';
import { compileListener } from '../../../lib/emulator/data-plane/routing/compile-listener.ts';
import { decide } from '../../../lib/emulator/data-plane/routing/decide.ts';
import { readRequest } from '../../../lib/emulator/data-plane/routing/received-request.ts';
import type { ClientRequest, Outcome } from './specification.ts';

export type LoadBalancer = (request: ClientRequest) => Outcome | { readonly say: 'other'; readonly what: string };

export interface Listeners {
  readonly listeners: readonly Pick<AlbListener, 'port' | 'protocol' | 'defaultActions'>[];
  /** `rank` orders the rules of a port. */
  readonly rules: readonly Pick<ListenerRule, 'id' | 'port' | 'rank' | 'conditions' | 'actions' | 'transforms'>[];
  /** What forward actions call a target group → what the answer calls it. */
  readonly names: ReadonlyMap<string, string>;
}

/** The listeners under one reading of what AWS leaves open. Throws what the control plane would refuse. */
export function emulate({ listeners, rules, names }: Listeners, readings: Readings): LoadBalancer {
  const compiled = new Map(
    listeners.map(({ port, protocol, defaultActions }) => {
      const views = rules.filter((rule) => rule.port === port).map((rule) => ruleView(rule, protocol));
      const last = {
        arn: 'default',
        priority: 'default',
        conditions: [],
        actions: sent(defaultActions),
        transforms: [],
      };
      const view = { arn: String(port), port, protocol, attributes: {}, certificates: [], rules: [...views, last] };
      return [port, compileListener(balancer, view, readings)];
    }),
  );
  return (request) => {
    const listener = compiled.get(request.port);
    if (listener === undefined) return { say: 'other', what: 'no listener' };
    const decision = decide(listener, readRequest(wireOf(request)));
    switch (decision.kind) {
      case 'forward':
        return { say: 'forward', shares: sharesOf(decision.action, names), ...decision.address };
      case 'answer':
        return answerOf(decision.answer);
      default:
        return { say: 'other', what: decision.kind };
    }
  };
}

const balancer: LoadBalancerView = {
  ...{
    arn: 'lb',
    name: 'lb',
    dnsName: 'lb.example',
    scheme: 'internal',
    state: 'active',
    attributes: {},
    listeners: [],
  },
};

function ruleView(
  { id, rank, port, conditions, actions, transforms }: Listeners['rules'][number],
  protocol: 'HTTP' | 'HTTPS',
): RuleView {
  const place = { type: 'application', protocol, port, region: 'us-west-2', limits: defaultLimits } as const;
  return {
    arn: id,
    priority: String(rank),
    conditions: readConditions(conditions.map(conditionToSdk) as RuleConditionShape[], defaultLimits),
    actions: readActions(sent(actions), place),
    transforms: readTransforms(transforms.map(transformToSdk) as RuleTransformShape[]),
  };
}

function sent(actions: ListenerRule['actions']): readonly ActionShape[] {
  const value = (of: Value): string => (typeof of === 'string' ? of : of.ref);
  const credentials = (): { clientId: string; clientSecret: string } => ({ clientId: '', clientSecret: '' });
  return actionsToSdk(actions, { value, credentials }) as unknown as ActionShape[];
}

function wireOf({ host, method, path, query, headers }: ClientRequest): Parameters<typeof readRequest>[0] {
  return {
    method,
    url: query === '' ? path : `${path}?${query}`,
    httpVersion: '1.1',
    rawHeaders: ['Host', host, ...headers.flat()],
    peer: { address: '203.0.113.7', port: 50_000 },
  };
}

/** Weights of target groups as shares of their Services. */
function sharesOf(
  { ForwardConfig }: ActionShape,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  const groups = ForwardConfig?.TargetGroups ?? [];
  const total = groups.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  const shares: Record<string, number> = {};
  for (const { TargetGroupArn = '', Weight = 1 } of groups.filter((group) => group.Weight !== 0)) {
    const who = names.get(TargetGroupArn) ?? TargetGroupArn;
    shares[who] = (shares[who] ?? 0) + Weight / total;
  }
  return shares;
}

function answerOf({
  status,
  headers,
}: {
  readonly status: number;
  readonly headers: readonly string[];
}): ReturnType<LoadBalancer> {
  const at = headers.indexOf('Location');
  if (at >= 0) return { say: 'redirect', status, location: headers[at + 1] ?? '' };
  return status === 404 || status === 500 ? { say: 'status', status } : { say: 'other', what: String(status) };
}

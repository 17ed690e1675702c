// A control plane made by hand: views kept in memory, health written back where it is reported.
import type {
  HealthCheckView,
  ListenerView,
  LoadBalancerSource,
  LoadBalancerView,
  RuleView,
  TargetGroupView,
  TargetHealth,
  TargetView,
} from '../../../lib/emulator/data-plane/load-balancer-source.ts';

export const quickCheck: HealthCheckView = {
  enabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/health',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: '200',
};

/** A target that is already healthy unless told otherwise. */
export const aTarget = (address: string, port: number, over: Partial<TargetView> = {}): TargetView => ({
  id: address,
  port,
  address,
  state: 'healthy',
  ...over,
});

/** A group without health checks unless told otherwise, so that its targets keep their states. */
export const aGroup = (
  name: string,
  targets: readonly TargetView[],
  over: Partial<TargetGroupView> = {},
): TargetGroupView => ({
  arn: `arn:tg/${name}`,
  name,
  targetType: 'ip',
  protocol: 'HTTP',
  protocolVersion: 'HTTP1',
  port: 80,
  attributes: {},
  healthCheck: { ...quickCheck, enabled: false },
  targets,
  loadBalancerArns: ['arn:lb/main'],
  ...over,
});

export const aRule = (priority: number | 'default', over: Partial<RuleView>): RuleView => ({
  arn: `arn:rule/${priority}`,
  priority: String(priority),
  conditions: [],
  actions: [],
  transforms: [],
  ...over,
});

export const forwardTo = (...names: string[]) => ({
  Type: 'forward',
  ForwardConfig: { TargetGroups: names.map((name) => ({ TargetGroupArn: `arn:tg/${name}`, Weight: 1 })) },
});

export const fixed = (status: string, body = '', type = 'text/plain') => ({
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: status, ContentType: type, MessageBody: body },
});

export const aListener = (
  port: number,
  rules: readonly RuleView[],
  over: Partial<ListenerView> = {},
): ListenerView => ({
  arn: `arn:listener/${port}`,
  port,
  protocol: 'HTTP',
  attributes: {},
  certificates: [],
  rules,
  ...over,
});

export const aLoadBalancer = (
  listeners: readonly ListenerView[],
  over: Partial<LoadBalancerView> = {},
): LoadBalancerView => ({
  arn: 'arn:lb/main',
  name: 'main',
  dnsName: 'main-1.us-west-2.elb.amazonaws.com',
  scheme: 'internet-facing',
  state: 'active',
  attributes: {},
  listeners,
  ...over,
});

export interface MemorySource extends LoadBalancerSource {
  set(loadBalancers: readonly LoadBalancerView[], groups: readonly TargetGroupView[]): void;
  /** Resolves when a target's reported health satisfies the predicate. */
  health(groupName: string, id: string, holds: (health: TargetHealth) => boolean): Promise<TargetHealth>;
}

export function createMemorySource(): MemorySource {
  let balancers: readonly LoadBalancerView[] = [];
  let groups: readonly TargetGroupView[] = [];
  const listeners = new Set<() => void>();
  const reported = new Map<string, TargetHealth>();
  const notify = () => listeners.forEach((changed) => changed());
  const source: MemorySource = {
    loadBalancers: () => balancers,
    targetGroups: () => groups,
    targetGroup: (arn) => groups.find((group) => group.arn === arn),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    reportHealth: (arn, target, health) => {
      reported.set(`${arn}|${target.id}`, health);
      // A group without checks keeps the states the test gave its targets.
      if (source.targetGroup(arn)?.healthCheck.enabled === false) return;
      const same = (view: TargetView) => view.id === target.id && view.port === target.port;
      groups = groups.map((group) =>
        group.arn !== arn
          ? group
          : { ...group, targets: group.targets.map((view) => (same(view) ? { ...view, state: health.state } : view)) },
      );
      notify();
    },
    set: (nextBalancers, nextGroups) => {
      balancers = nextBalancers;
      groups = nextGroups;
      notify();
    },
    health: (name, id, holds) =>
      new Promise((resolve) => {
        const look = () => {
          const health = reported.get(`arn:tg/${name}|${id}`);
          if (!health || !holds(health)) return;
          listeners.delete(look);
          resolve(health);
        };
        listeners.add(look);
        look();
      }),
  };
  return source;
}

// Desired stacks for tests: a builder with meaningful defaults, and random ones whose rules overlap in every way.
import fc from 'fast-check';
import type { ClusterId, GatewayKey } from '../../lib/core/base/ids.ts';
import type { Action, Condition } from '../../lib/core/stack/listener-rule.ts';
import type { AlbListener, ListenerRule, LoadBalancer, Stack, TargetGroup } from '../../lib/core/stack/stack.ts';

export const gateway: GatewayKey = { cluster: 'prod' as ClusterId, namespace: 'shop', name: 'public' };

export function aTargetGroup(name: string, more: Partial<TargetGroup> = {}): TargetGroup {
  return {
    id: `shop/public:${name}`,
    name: `k8s-${name}`,
    nameIsFixed: false,
    targetType: 'ip',
    port: 8080,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    ipAddressType: 'ipv4',
    vpcId: 'vpc-1',
    healthCheck: {
      port: 'traffic-port',
      protocol: 'HTTP',
      path: '/',
      matcher: { httpCode: '200' },
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 3,
    },
    attributes: {},
    tags: {},
    binding: { namespace: 'shop', service: name, servicePort: 80, targetType: 'ip' },
    ...more,
  };
}

export function aListener(port: number, more: Partial<AlbListener> = {}): AlbListener {
  const tls = port === 443;
  return {
    id: String(port),
    port,
    protocol: tls ? 'HTTPS' : 'HTTP',
    defaultActions: [{ type: 'fixed-response', statusCode: '404', contentType: 'text/plain' }],
    certificates: tls ? ['arn:aws:acm:eu-west-1:111122223333:certificate/1'] : [],
    attributes: {},
    tags: {},
    ...more,
  };
}

export function forwardTo(...names: readonly string[]): Action {
  return {
    type: 'forward',
    targetGroups: names.map((name) => ({ arn: { ref: `shop/public:${name}`, attribute: 'arn' }, weight: 1 })),
  };
}

export function aRule(
  port: number,
  rank: number,
  conditions: readonly Condition[],
  actions: readonly Action[],
): ListenerRule {
  const id = `${String(port)}:${JSON.stringify(conditions)}`;
  return { id, port, rank, conditions, actions, transforms: [], tags: {}, serves: [] };
}

export function pathIs(...values: readonly string[]): readonly Condition[] {
  return [{ field: 'path-pattern', values }];
}

const loadBalancer: LoadBalancer = {
  id: 'LoadBalancer',
  name: 'k8s-shop-public',
  nameIsFixed: false,
  scheme: 'internet-facing',
  ipAddressType: 'ipv4',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroups: [
    { ref: 'ManagedLBSecurityGroup', attribute: 'groupId' },
    { ref: 'BackendSecurityGroup', attribute: 'groupId' },
  ],
  attributes: {},
  tags: {},
};

/** Two listeners, one rule on each, one target group, a managed and a shared security group, node ingress. */
export function aStack(more: Partial<Stack> = {}): Stack {
  return {
    gateway,
    loadBalancer,
    securityGroups: [
      {
        id: 'ManagedLBSecurityGroup',
        name: 'k8s-shop-public-front',
        description: 'front',
        vpcId: 'vpc-1',
        ingress: [80, 443].map((port) => ({
          protocol: 'tcp',
          fromPort: port,
          toPort: port,
          source: { cidrIpv4: '0.0.0.0/0' },
        })),
        tags: {},
        shared: false,
      },
      {
        id: 'BackendSecurityGroup',
        name: 'k8s-traffic-prod',
        description: 'shared',
        vpcId: 'vpc-1',
        tags: {},
        shared: true,
      },
    ],
    listeners: [aListener(80), aListener(443)],
    rules: [80, 443].map((port) => aRule(port, 1, pathIs('/*'), [forwardTo('web')])),
    targetGroups: [aTargetGroup('web')],
    targetIngress: [
      {
        groupId: 'sg-nodes',
        rules: [
          {
            protocol: 'tcp',
            fromPort: 8080,
            toPort: 8080,
            source: { securityGroup: { ref: 'BackendSecurityGroup', attribute: 'groupId' } },
          },
        ],
      },
    ],
    ...more,
  };
}

export const nothing: Stack = {
  gateway,
  securityGroups: [],
  listeners: [],
  rules: [],
  targetGroups: [],
  targetIngress: [],
};

const groupNames = ['a', 'b', 'c', 'd'] as const;
const hosts = ['x.example', 'y.example'] as const;
const paths = ['/*', '/a', '/a/*', '/b', '/b/*', '/a/b/*'] as const;

const conditionsArbitrary: fc.Arbitrary<readonly Condition[]> = fc
  .record({ host: fc.option(fc.constantFrom(...hosts), { nil: undefined }), path: fc.constantFrom(...paths) })
  .map(({ host, path }) => [
    ...(host === undefined ? [] : [{ field: 'host-header' as const, values: [host] }]),
    { field: 'path-pattern' as const, values: [path] },
  ]);

const actionArbitrary: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...groupNames).map((name) => forwardTo(name)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...hosts).map((host) => ({ type: 'redirect', host, statusCode: 'HTTP_301' }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'fixed-response', statusCode: '500' } as const) },
);

const rulesArbitrary = (port: number): fc.Arbitrary<readonly ListenerRule[]> =>
  fc
    .uniqueArray(fc.record({ conditions: conditionsArbitrary, action: actionArbitrary }), {
      maxLength: 9,
      selector: ({ conditions }) => JSON.stringify(conditions),
    })
    .map((units) => units.map(({ conditions, action }, index) => aRule(port, index + 1, conditions, [action])));

interface Units {
  readonly rules: readonly ListenerRule[];
  readonly ports: readonly number[];
  readonly protocolVersion: 'HTTP1' | 'HTTP2';
  readonly idle: string | undefined;
  readonly team: string | undefined;
  readonly openPorts: readonly number[];
}

const unitsArbitrary: fc.Arbitrary<Units> = fc
  .record({
    http: rulesArbitrary(80),
    https: rulesArbitrary(443),
    ports: fc.constantFrom<readonly number[]>([80], [80, 443], [443]),
    protocolVersion: fc.constantFrom<'HTTP1' | 'HTTP2'>('HTTP1', 'HTTP2'),
    idle: fc.option(fc.constantFrom('30', '60', '90'), { nil: undefined }),
    team: fc.option(fc.constantFrom('one', 'two'), { nil: undefined }),
    openPorts: fc.subarray([80, 443, 8443]),
  })
  .map(({ http, https, ...rest }) => ({ ...rest, rules: [...http, ...https] }));

function stackOf({ rules: units, ports, protocolVersion, idle, team, openPorts }: Units): Stack {
  const rules = units.filter(({ port }) => ports.includes(port));
  const used = new Set(rules.flatMap(({ actions }) => actions.flatMap(groupsOf)));
  const tags: Readonly<Record<string, string>> = team === undefined ? {} : { team };
  const base = aStack();
  const ingress = openPorts.map(
    (port) => ({ protocol: 'tcp', fromPort: port, toPort: port, source: { cidrIpv4: '0.0.0.0/0' } }) as const,
  );
  const changeable = { protocolVersion, name: `k8s-a-${protocolVersion.toLowerCase()}` };
  return {
    ...base,
    loadBalancer: {
      ...loadBalancer,
      tags,
      attributes: idle === undefined ? {} : { 'idle_timeout.timeout_seconds': idle },
    },
    securityGroups: base.securityGroups.map((group) => (group.shared ? group : { ...group, tags, ingress })),
    listeners: ports.map((port) => aListener(port, { tags })),
    rules: rules.map((rule) => ({ ...rule, tags })),
    targetGroups: groupNames
      .map((name) => aTargetGroup(name, name === 'a' ? changeable : {}))
      .filter(({ id }) => used.has(id)),
  };
}

function groupsOf(action: Action): readonly string[] {
  return action.type === 'forward'
    ? action.targetGroups.map(({ arn }) => (typeof arn === 'string' ? arn : arn.ref))
    : [];
}

/** Random stacks over a small alphabet. */
export const stackArbitrary: fc.Arbitrary<Stack> = unitsArbitrary.map(stackOf);

/** A stack and what it is edited into: most rules stay, some change places, actions or conditions, some come and go. */
export const changeArbitrary: fc.Arbitrary<readonly [Stack, Stack]> = fc
  .tuple(unitsArbitrary, unitsArbitrary, fc.infiniteStream(fc.nat(99)))
  .map(([before, other, dice]) => {
    const roll = (): number => (dice.next().value as number | undefined) ?? 0;
    const kept = before.rules.filter(() => roll() < 80);
    const added = other.rules.filter((rule) => roll() < 40 && !kept.some(({ id }) => id === rule.id));
    const action = (old: readonly Action[]): readonly Action[] =>
      roll() < 25 ? (other.rules[0]?.actions ?? old) : old;
    const edited = [...kept, ...added].map((rule) => ({
      rule: { ...rule, actions: action(rule.actions) },
      place: roll() < 30 ? roll() : rule.rank * 10,
    }));
    const rules = edited.sort((a, b) => a.place - b.place).map(({ rule }, index) => ({ ...rule, rank: index + 1 }));
    return [stackOf({ ...before, ports: [80, 443] }), stackOf({ ...other, ports: [80, 443], rules })] as const;
  });

export interface Request {
  readonly port: number;
  readonly host: string;
  readonly path: string;
}

/** Every request that the alphabet of stackArbitrary can tell apart. */
export const requests: readonly Request[] = [80, 443].flatMap((port) =>
  [...hosts, 'z.example'].flatMap((host) =>
    ['/', '/a', '/a/', '/a/x', '/a/b/x', '/b', '/b/x', '/c'].map((path) => ({ port, host, path })),
  ),
);

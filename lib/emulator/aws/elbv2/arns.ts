// ARNs of load balancing resources: making them, and finding the row behind one with AWS's errors for malformed and
// unknown ARNs.
import { AwsError } from '../aws-error.ts';
import type { World } from '../world.ts';
import type { Elbv2 } from './elbv2.ts';
import type { Elbv2Rows, Listener, LoadBalancer, Rule, TargetGroup, TrustStore } from './tables.ts';

type Place = Pick<World, 'region' | 'accountId'>;

/** `arn:aws:elasticloadbalancing:<region>:<account>:<path>` */
export const elbv2Arn = ({ region, accountId }: Place, path: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${accountId}:${path}`;

/** What follows the account: `loadbalancer/app/name/id`. */
export const pathOf = (arn: string): string => arn.split(':').slice(5).join(':');

/** `app/<name>/<id>` of a load balancer, the common part of the ARNs of its listeners and rules. */
export const loadBalancerPath = (arn: string): string => pathOf(arn).slice('loadbalancer/'.length);

/** The load balancer a listener's ARN belongs to. */
export const loadBalancerArnOf = (listenerArnText: string): string =>
  listenerArnText.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');

/** A new ARN at each call: the load balancer's path and a random id of 16 hex digits. Nothing is stored. */
export const listenerArn = (world: World, loadBalancer: LoadBalancer): string =>
  elbv2Arn(world, `listener/${loadBalancerPath(loadBalancer.arn)}/${world.random.hex(16)}`);

/** A new ARN at each call: the listener's path and a random id of 16 hex digits. Nothing is stored. */
export const ruleArn = (world: World, listener: Pick<Listener, 'arn'>): string =>
  elbv2Arn(world, `listener-rule/${pathOf(listener.arn).slice('listener/'.length)}/${world.random.hex(16)}`);

interface Kind {
  readonly table: keyof Elbv2Rows;
  readonly pattern: RegExp;
  readonly noun: string;
  readonly code: string;
  readonly notFound: (arn: string) => string;
}

const kinds = {
  loadBalancer: {
    table: 'loadBalancers',
    pattern: /^loadbalancer\/(app|net|gwy)\/[^/]+\/[0-9a-f]+$/,
    noun: 'load balancer',
    code: 'LoadBalancerNotFound',
    notFound: (arn) => `Load balancers '[${arn}]' not found`,
  },
  listener: {
    table: 'listeners',
    pattern: /^listener\/(app|net|gwy)\/[^/]+\/[0-9a-f]+\/[0-9a-f]+$/,
    noun: 'listener',
    code: 'ListenerNotFound',
    notFound: () => 'One or more listeners not found',
  },
  rule: {
    table: 'rules',
    pattern: /^listener-rule\/(app|net|gwy)\/[^/]+\/[0-9a-f]+\/[0-9a-f]+\/[0-9a-f]+$/,
    noun: 'listener rule',
    code: 'RuleNotFound',
    notFound: () => 'One or more rules not found',
  },
  targetGroup: {
    table: 'targetGroups',
    pattern: /^targetgroup\/[^/]+\/[0-9a-f]+$/,
    noun: 'target group',
    code: 'TargetGroupNotFound',
    notFound: () => 'One or more target groups not found',
  },
  trustStore: {
    table: 'trustStores',
    pattern: /^truststore\/[^/]+\/[0-9a-f]+$/,
    noun: 'trust store',
    code: 'TrustStoreNotFound',
    notFound: (arn) => `Trust store '${arn}' not found`,
  },
} as const satisfies Record<string, Kind>;

export type ResourceKind = keyof typeof kinds;

/** Refuses an ARN of another shape, service, region or account. */
export function refuseMalformedArn({ world }: Elbv2, kind: ResourceKind, arn: string): void {
  const { pattern, noun } = kinds[kind];
  if (arn !== elbv2Arn(world, pathOf(arn)) || !pattern.test(pathOf(arn))) {
    throw new AwsError('ValidationError', `'${arn}' is not a valid ${noun} ARN`);
  }
}

/** The refusal of an ARN behind which there is nothing. */
export const notFound = (kind: ResourceKind, arn: string): AwsError =>
  new AwsError(kinds[kind].code, kinds[kind].notFound(arn));

function requireRow<Row>(elbv2: Elbv2, kind: ResourceKind, arn: string): Row {
  refuseMalformedArn(elbv2, kind, arn);
  const row = elbv2.tables.now[kinds[kind].table].get(arn);
  if (!row) throw notFound(kind, arn);
  return row as Row;
}

/** The load balancer, or ValidationError / LoadBalancerNotFound. */
export const requireLoadBalancer = (elbv2: Elbv2, arn: string) => requireRow<LoadBalancer>(elbv2, 'loadBalancer', arn);
/** The listener, or ValidationError / ListenerNotFound. */
export const requireListener = (elbv2: Elbv2, arn: string) => requireRow<Listener>(elbv2, 'listener', arn);
/** The rule, or ValidationError / RuleNotFound. */
export const requireRule = (elbv2: Elbv2, arn: string) => requireRow<Rule>(elbv2, 'rule', arn);
/** The target group, or ValidationError / TargetGroupNotFound. */
export const requireTargetGroup = (elbv2: Elbv2, arn: string) => requireRow<TargetGroup>(elbv2, 'targetGroup', arn);
/** The trust store, or ValidationError / TrustStoreNotFound. */
export const requireTrustStore = (elbv2: Elbv2, arn: string) => requireRow<TrustStore>(elbv2, 'trustStore', arn);

/** The kind of resource an ARN's path names, or undefined. */
export function kindOfArn(arn: string): ResourceKind | undefined {
  const path = pathOf(arn);
  return (Object.keys(kinds) as ResourceKind[]).find((kind) => kinds[kind].pattern.test(path));
}

/** Table that holds rows of a kind. */
export const tableOf = (kind: ResourceKind) => kinds[kind].table;

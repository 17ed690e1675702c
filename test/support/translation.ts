// From Kubernetes objects to a Stack in one call, in a small AWS account that tests may change.
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import type { Action, Condition } from '../../lib/core/stack/listener-rule.ts';
import type { ListenerRule, Stack } from '../../lib/core/stack/stack.ts';
import type { Facts, SubnetFact } from '../../lib/core/translate/facts.ts';
import { buildStack } from '../../lib/core/translate/build-stack.ts';
import type { BuiltStack } from '../../lib/core/translate/build-stack.ts';
import { aGatewayClass, aService, cluster, gatewayKey, snapshotOf } from './builders.ts';
import type { RawObject } from './builders.ts';

/** A private or public subnet of the cluster, one zone for each letter. */
export function aSubnet(letter: string, part: Partial<SubnetFact> = {}): SubnetFact {
  return {
    id: `subnet-${letter}`,
    availabilityZone: `us-west-2${letter}`,
    zoneType: 'availability-zone',
    availableAddresses: 200,
    ipv6Cidrs: [],
    tags: {
      Name: `private-${letter}`,
      'kubernetes.io/role/internal-elb': '1',
      [`kubernetes.io/cluster/${cluster}`]: 'shared',
    },
    ...part,
  };
}

export const facts: Facts = {
  vpc: { id: 'vpc-1', cidrs: ['10.0.0.0/16'], ipv6Cidrs: [] },
  subnets: [aSubnet('a'), aSubnet('b')],
  certificates: [
    { arn: 'arn:aws:acm:us-west-2:111122223333:certificate/b', names: ['shop.example.com'] },
    { arn: 'arn:aws:acm:us-west-2:111122223333:certificate/a', names: ['*.example.com'] },
  ],
  securityGroups: [
    { id: 'sg-nodes', name: 'nodes', tags: { [`kubernetes.io/cluster/${cluster}`]: 'owned' } },
    { id: 'sg-mine', name: 'mine', tags: { Name: 'mine' } },
  ],
  trustStores: { clients: 'arn:aws:elasticloadbalancing:us-west-2:111122223333:truststore/clients/1' },
  targetGroups: { legacy: 'arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/legacy/1' },
};

export interface World {
  readonly profile?: Profile;
  readonly facts?: Facts;
  /** Without Service `app`. */
  readonly withoutService?: boolean;
}

/** Translates Gateway `shop/web`; its class and Service `shop/app` are there already. */
export function translated(objects: readonly RawObject[], world: World = {}): BuiltStack {
  const profile = world.profile ?? alb;
  const common = world.withoutService === true ? [aGatewayClass()] : [aGatewayClass(), aService()];
  return buildStack(
    buildGraph(snapshotOf([...common, ...objects]), gatewayKey, profile),
    world.facts ?? facts,
    profile,
  );
}

/** The stack of objects that must have one. */
export function stackOf(objects: readonly RawObject[], world: World = {}): Stack {
  const built = translated(objects, world);
  if (built.stack === undefined) throw new Error(`no stack: ${messages(built).join(' ')}`);
  return built.stack;
}

export function messages({ findings }: BuiltStack): readonly string[] {
  return findings.map(({ message }) => message);
}

/** Rules in order, as short text: `80 host … path … -> forward app:1`. */
export function ruleTexts(stack: Stack): readonly string[] {
  return stack.rules.map(ruleText);
}

function ruleText({ port, conditions, actions, transforms }: ListenerRule): string {
  const rewrites = transforms.map(
    ({ type, rewrites: [rewrite] }) => `${type} ${rewrite?.regex ?? ''} ${rewrite?.replace ?? ''}`,
  );
  return [port, ...conditions.map(conditionText), '->', ...actions.map(actionText), ...rewrites].join(' ');
}

function conditionText(condition: Condition): string {
  if (condition.field === 'query-string')
    return `query ${condition.values.map(({ key, value }) => `${key ?? ''}=${value}`).join('|')}`;
  const texts =
    ('regexValues' in condition ? condition.regexValues?.map((expression) => `~${expression}`) : undefined) ??
    condition.values ??
    [];
  const name = {
    'host-header': 'host',
    'path-pattern': 'path',
    'http-header': 'header',
    'http-request-method': 'method',
    'source-ip': 'from',
  }[condition.field];
  return `${name}${condition.field === 'http-header' ? ` ${condition.name}` : ''} ${texts.join('|')}`;
}

function actionText(action: Action): string {
  switch (action.type) {
    case 'forward':
      return `forward ${action.targetGroups.map(({ arn, weight }) => `${shortName(typeof arn === 'string' ? arn : arn.ref)}=${weight}`).join(' ')}`;
    case 'fixed-response':
      return action.statusCode;
    case 'redirect':
      return `${action.statusCode} ${action.protocol ?? ''}://${action.host ?? ''}:${action.port ?? ''}${action.path ?? ''}?${action.query ?? ''}`;
    default:
      return action.type;
  }
}

/** The Service in a target group's id. */
function shortName(id: string): string {
  return /(?:HTTPRoute|GRPCRoute)-[a-z]+-(.*?):/.exec(id)?.[1] ?? id.slice(id.indexOf(':') + 1);
}

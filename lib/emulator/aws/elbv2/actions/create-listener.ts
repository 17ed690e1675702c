import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { listenerArn, requireLoadBalancer, ruleArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readListenerConfig, type ListenerConfig, type ListenerInput } from '../listeners/listener-config.ts';
import { listenerOn, listenersOf, putListener } from '../listeners/listener-rows.ts';
import { refuseTooManyVerifying } from '../listeners/mutual-authentication.ts';
import { defaultRuleOf, toListenerView } from '../listeners/views.ts';
import { readActions } from '../rules/actions.ts';
import { putRule } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import type { ActionShape } from '../shapes.ts';
import type { Listener, LoadBalancer } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';
import { groupsChanged } from '../targets/use-change.ts';

interface CreateListenerInput extends ListenerInput {
  readonly LoadBalancerArn: string;
  readonly DefaultActions: readonly ActionShape[];
  readonly Tags?: readonly Tag[];
}

/** CreateListener, with its default rule. The same port with the same settings answers with the one that exists. */
export const createListener = (elbv2: Elbv2) =>
  function create(input: CreateListenerInput) {
    const { world } = elbv2;
    refuseMalformedGroups(elbv2, input.DefaultActions);
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    const config = readListenerConfig(elbv2, loadBalancer, input);
    const place = { ...config, type: loadBalancer.type, region: world.region, limits: world.limits };
    const actions = readActions(input.DefaultActions, place);
    const tags = readNewTags(elbv2, input.Tags);
    refuseUnusableGroups(elbv2, { loadBalancer, listenerProtocol: config.protocol, actions });
    const existing = listenerOn(elbv2, loadBalancer.arn, config.port);
    if (existing) {
      if (isSameListener(elbv2, existing, config, actions)) return { Listeners: [toListenerView(elbv2, existing)] };
      throw duplicateListener(loadBalancer.arn);
    }
    refuseTooMany(elbv2, loadBalancer);
    if (config.mutualAuthentication?.Mode === 'verify') refuseTooManyVerifying(elbv2, loadBalancer.arn);
    const listener: Listener = {
      arn: listenerArn(world, loadBalancer),
      loadBalancerArn: loadBalancer.arn,
      ...config,
      certificateArns: [],
      attributes: {},
      tags,
    };
    putListener(elbv2, listener);
    putRule(elbv2, {
      arn: ruleArn(world, listener),
      listenerArn: listener.arn,
      priority: 'default',
      conditions: [],
      actions,
      transforms: [],
      tags: {},
    });
    groupsChanged(elbv2);
    return { Listeners: [toListenerView(elbv2, listener)] };
  };

/** The refusal of a second listener on a port. */
export const duplicateListener = (loadBalancerArn: string): AwsError =>
  new AwsError(
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
  );

function refuseTooMany(elbv2: Elbv2, { arn, type }: LoadBalancer): void {
  const { listeners, networkListeners } = elbv2.world.limits;
  const limit = type === 'network' ? networkListeners : listeners;
  if (listenersOf(elbv2, arn).length < limit) return;
  throw new AwsError('TooManyListeners', `The maximum number of listeners per load balancer is '${limit}'`);
}

function isSameListener(
  elbv2: Elbv2,
  existing: Listener,
  config: ListenerConfig,
  actions: readonly ActionShape[],
): boolean {
  const { port, protocol, sslPolicy, alpnPolicy, defaultCertificateArn, mutualAuthentication } = existing;
  const present = { port, protocol, sslPolicy, alpnPolicy, defaultCertificateArn, mutualAuthentication };
  const nothing = {
    sslPolicy: undefined,
    alpnPolicy: undefined,
    defaultCertificateArn: undefined,
    mutualAuthentication: undefined,
  };
  return (
    isDeepStrictEqual(present, { ...nothing, ...config }) &&
    isDeepStrictEqual(defaultRuleOf(elbv2, existing).actions, actions)
  );
}

import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { listenerArn, requireLoadBalancer, ruleArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readListenerConfig, type ListenerConfig, type ListenerInput } from '../listeners/listener-config.ts';
import { refuseTooManyVerifying } from '../listeners/mutual-authentication.ts';
import { defaultRuleOf, toListenerView } from '../listeners/views.ts';
import { readActions } from '../rules/actions.ts';
import { putRule } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import type { ActionShape } from '../shapes.ts';
import type { Listener } from '../tables.ts';
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
    const { world, tables } = elbv2;
    refuseMalformedGroups(elbv2, input.DefaultActions);
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    const config = readListenerConfig(elbv2, input);
    const actions = readActions(input.DefaultActions, { ...config, limits: world.limits });
    const tags = readNewTags(elbv2, input.Tags);
    refuseUnusableGroups(elbv2, { loadBalancer, listenerProtocol: config.protocol, actions });
    const siblings = [...tables.now.listeners.values()].filter((other) => other.loadBalancerArn === loadBalancer.arn);
    const existing = siblings.find(({ port }) => port === config.port);
    if (existing) {
      if (isSameListener(elbv2, existing, config, actions)) return { Listeners: [toListenerView(elbv2, existing)] };
      throw duplicateListener(loadBalancer.arn);
    }
    if (siblings.length >= world.limits.listeners) {
      throw new AwsError(
        'TooManyListeners',
        `The maximum number of listeners per load balancer is '${world.limits.listeners}'`,
      );
    }
    if (config.mutualAuthentication?.Mode === 'verify') refuseTooManyVerifying(elbv2, loadBalancer.arn);
    const listener: Listener = {
      arn: listenerArn(world, loadBalancer),
      loadBalancerArn: loadBalancer.arn,
      ...config,
      certificateArns: [],
      attributes: {},
      tags,
    };
    tables.now.listeners.set(listener.arn, listener);
    const arn = ruleArn(world, listener);
    putRule(elbv2, {
      arn,
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

function isSameListener(
  elbv2: Elbv2,
  existing: Listener,
  config: ListenerConfig,
  actions: readonly ActionShape[],
): boolean {
  const { port, protocol, sslPolicy, defaultCertificateArn, mutualAuthentication } = existing;
  const present = { port, protocol, sslPolicy, defaultCertificateArn, mutualAuthentication };
  const wanted = { sslPolicy: undefined, defaultCertificateArn: undefined, mutualAuthentication: undefined, ...config };
  return isDeepStrictEqual(present, wanted) && isDeepStrictEqual(defaultRuleOf(elbv2, existing).actions, actions);
}

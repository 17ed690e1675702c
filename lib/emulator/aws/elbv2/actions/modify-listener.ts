import { requireListener, requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readListenerConfig, type ListenerInput } from '../listeners/listener-config.ts';
import { refuseTooManyVerifying } from '../listeners/mutual-authentication.ts';
import { defaultRuleOf, toListenerView } from '../listeners/views.ts';
import { readActions } from '../rules/actions.ts';
import { putRule } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import type { ActionShape } from '../shapes.ts';
import type { Listener } from '../tables.ts';
import { groupsChanged } from '../targets/use-change.ts';
import { duplicateListener } from './create-listener.ts';

interface ModifyListenerInput extends ListenerInput {
  readonly ListenerArn: string;
  readonly DefaultActions?: readonly ActionShape[];
}

/** ModifyListener: what is left out stays, lists are replaced whole, HTTPS → HTTP drops policy and certificate. */
export const modifyListener = (elbv2: Elbv2) =>
  function modify(input: ModifyListenerInput) {
    const { world, tables } = elbv2;
    const { DefaultActions = [] } = input;
    refuseMalformedGroups(elbv2, DefaultActions);
    const listener = requireListener(elbv2, input.ListenerArn);
    const loadBalancer = requireLoadBalancer(elbv2, listener.loadBalancerArn);
    const config = readListenerConfig(elbv2, input, listener);
    const rule = defaultRuleOf(elbv2, listener);
    const place = { ...config, limits: world.limits, previous: rule.actions };
    const actions = DefaultActions.length > 0 ? readActions(DefaultActions, place) : rule.actions;
    refuseUnusableGroups(elbv2, { loadBalancer, listenerProtocol: config.protocol, actions, replacing: rule.arn });
    const isTaken = [...tables.now.listeners.values()].some(
      (other) => other.arn !== listener.arn && other.loadBalancerArn === loadBalancer.arn && other.port === config.port,
    );
    if (isTaken) throw duplicateListener(loadBalancer.arn);
    if (config.mutualAuthentication?.Mode === 'verify') refuseTooManyVerifying(elbv2, loadBalancer.arn, listener.arn);

    const {
      sslPolicy: _policy,
      defaultCertificateArn: _certificate,
      mutualAuthentication: _mutual,
      ...rest
    } = listener;
    const certificateArns = config.protocol === 'HTTP' ? [] : listener.certificateArns;
    const modified: Listener = { ...rest, ...config, certificateArns };
    tables.now.listeners.set(listener.arn, modified);
    putRule(elbv2, { ...rule, actions });
    groupsChanged(elbv2);
    return { Listeners: [toListenerView(elbv2, modified)] };
  };

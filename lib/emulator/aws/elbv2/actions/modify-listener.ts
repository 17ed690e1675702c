import { requireListener, requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { isSecure, readListenerConfig, type ListenerConfig, type ListenerInput } from '../listeners/listener-config.ts';
import { listenerOn, putListener } from '../listeners/listener-rows.ts';
import { refuseTooManyVerifying } from '../listeners/mutual-authentication.ts';
import { defaultRuleOf, toListenerView } from '../listeners/views.ts';
import { readActions } from '../rules/actions.ts';
import type { ActionPlace } from '../rules/action-place.ts';
import { refuseMisfit } from '../rules/group-compatibility.ts';
import { putRule, rulesOfListener, targetGroupArnsOf } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import type { ActionShape } from '../shapes.ts';
import type { Listener, LoadBalancer } from '../tables.ts';
import { groupsChanged } from '../targets/use-change.ts';
import { duplicateListener } from './create-listener.ts';

interface ModifyListenerInput extends ListenerInput {
  readonly ListenerArn: string;
  readonly DefaultActions?: readonly ActionShape[];
}

/** ModifyListener: what is left out stays, lists are replaced whole, HTTPS → HTTP drops policy and certificate. */
export const modifyListener = (elbv2: Elbv2) =>
  function modify(input: ModifyListenerInput) {
    const { world } = elbv2;
    const { DefaultActions = [] } = input;
    refuseMalformedGroups(elbv2, DefaultActions);
    const listener = requireListener(elbv2, input.ListenerArn);
    const loadBalancer = requireLoadBalancer(elbv2, listener.loadBalancerArn);
    const config = readListenerConfig(elbv2, loadBalancer, input, listener);
    const rule = defaultRuleOf(elbv2, listener);
    const { region, limits } = world;
    const place = { ...config, type: loadBalancer.type, region, limits, previous: rule.actions };
    // The actions that stay must suit the changed listener as well: nothing may redirect to itself.
    const actions = readActions(DefaultActions.length > 0 ? DefaultActions : keepSecrets(rule.actions), place);
    refuseUnusableGroups(elbv2, { loadBalancer, listenerProtocol: config.protocol, actions, replacing: rule.arn });
    if (config.protocol !== listener.protocol) refuseUnsuitedRules(elbv2, loadBalancer, listener, place);
    const occupant = listenerOn(elbv2, loadBalancer.arn, config.port);
    if (occupant && occupant.arn !== listener.arn) throw duplicateListener(loadBalancer.arn);
    if (config.mutualAuthentication?.Mode === 'verify') refuseTooManyVerifying(elbv2, loadBalancer.arn, listener.arn);
    const modified = withConfig(listener, config);
    putListener(elbv2, modified);
    putRule(elbv2, { ...rule, actions });
    groupsChanged(elbv2);
    return { Listeners: [toListenerView(elbv2, modified)] };
  };

/** Rules that stay must suit another protocol of their listener. */
function refuseUnsuitedRules(elbv2: Elbv2, loadBalancer: LoadBalancer, { arn }: Listener, place: ActionPlace): void {
  for (const { priority, actions } of rulesOfListener(elbv2, arn)) {
    if (priority === 'default') continue;
    readActions(keepSecrets(actions), { ...place, previous: actions });
    for (const groupArn of targetGroupArnsOf(actions)) {
      const group = elbv2.tables.now.targetGroups.get(groupArn);
      if (group) refuseMisfit(group, { loadBalancer, listenerProtocol: place.protocol });
    }
  }
}

/** Client secrets do not rest in read-back form, but the actions that stay have theirs. */
const keepSecrets = (actions: readonly ActionShape[]): readonly ActionShape[] =>
  actions.map((action) =>
    action.AuthenticateOidcConfig
      ? { ...action, AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true } }
      : action,
  );

function withConfig(listener: Listener, config: ListenerConfig): Listener {
  const {
    sslPolicy: _policy,
    alpnPolicy: _alpn,
    defaultCertificateArn: _certificate,
    mutualAuthentication: _mutual,
    ...rest
  } = listener;
  return { ...rest, ...config, certificateArns: isSecure(config.protocol) ? listener.certificateArns : [] };
}

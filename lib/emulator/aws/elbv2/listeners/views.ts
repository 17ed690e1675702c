// Listeners as replies show them.
import type { Elbv2 } from '../elbv2.ts';
import { ruleAt } from '../rules/rule-index.ts';
import type { Listener, Rule } from '../tables.ts';

/** The default rule, which every listener has. */
export function defaultRuleOf(elbv2: Elbv2, { arn }: Pick<Listener, 'arn'>): Rule {
  const rule = ruleAt(elbv2, arn, 'default');
  if (!rule) throw new Error(`listener ${arn} has no default rule`);
  return rule;
}

/** One listener; of its certificates only the default one is shown, without `IsDefault`. */
export const toListenerView = (elbv2: Elbv2, listener: Listener) => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.loadBalancerArn,
  ...(listener.protocol !== 'GENEVE' && { Port: listener.port, Protocol: listener.protocol }),
  ...(listener.defaultCertificateArn !== undefined && {
    Certificates: [{ CertificateArn: listener.defaultCertificateArn }],
  }),
  ...(listener.sslPolicy !== undefined && { SslPolicy: listener.sslPolicy }),
  DefaultActions: defaultRuleOf(elbv2, listener).actions,
  ...(listener.alpnPolicy !== undefined && { AlpnPolicy: [listener.alpnPolicy] }),
  ...(listener.mutualAuthentication && { MutualAuthentication: listener.mutualAuthentication }),
});

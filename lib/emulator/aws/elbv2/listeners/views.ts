// Listeners as replies show them.
import type { Elbv2 } from '../elbv2.ts';
import { rulesOfListener } from '../rules/rule-index.ts';
import type { Listener, Rule } from '../tables.ts';

/** The default rule, which every listener has. */
export function defaultRuleOf(elbv2: Elbv2, { arn }: Pick<Listener, 'arn'>): Rule {
  const rule = rulesOfListener(elbv2, arn).find(({ priority }) => priority === 'default');
  if (!rule) throw new Error(`listener ${arn} has no default rule`);
  return rule;
}

/** One listener; of its certificates only the default one is shown, without `IsDefault`. */
export const toListenerView = (elbv2: Elbv2, listener: Listener) => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: listener.port,
  Protocol: listener.protocol,
  ...(listener.defaultCertificateArn !== undefined && {
    Certificates: [{ CertificateArn: listener.defaultCertificateArn }],
  }),
  ...(listener.sslPolicy !== undefined && { SslPolicy: listener.sslPolicy }),
  DefaultActions: defaultRuleOf(elbv2, listener).actions,
  ...(listener.mutualAuthentication && { MutualAuthentication: listener.mutualAuthentication }),
});

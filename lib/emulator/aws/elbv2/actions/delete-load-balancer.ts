import { AwsError } from '../../aws-error.ts';
import { refuseMalformedArn } from '../arns.ts';
import { loadBalancerAttributes } from '../attributes/load-balancer-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropListener, listenersOf } from '../listeners/listener-rows.ts';
import { releaseInterfaces } from '../load-balancers/lifecycle.ts';
import { dropLoadBalancer } from '../load-balancers/load-balancer-rows.ts';
import { dropRule, rulesOfListener } from '../rules/rule-index.ts';
import { groupsTargeting } from '../targets/load-balancer-targets.ts';
import { groupsChanged } from '../targets/use-change.ts';

/** DeleteLoadBalancer: listeners and rules go along, target groups stay; a missing one is no error. */
export const deleteLoadBalancer = (elbv2: Elbv2) =>
  function remove({ LoadBalancerArn }: { readonly LoadBalancerArn: string }) {
    refuseMalformedArn(elbv2, 'loadBalancer', LoadBalancerArn);
    const loadBalancer = elbv2.tables.now.loadBalancers.get(LoadBalancerArn);
    if (!loadBalancer) return {};
    if (loadBalancerAttributes(loadBalancer)['deletion_protection.enabled'] === 'true') {
      throw new AwsError(
        'OperationNotPermitted',
        `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    refuseUsed(elbv2, LoadBalancerArn);
    for (const listener of listenersOf(elbv2, LoadBalancerArn)) {
      for (const rule of rulesOfListener(elbv2, listener.arn)) dropRule(elbv2, rule);
      dropListener(elbv2, listener);
    }
    dropLoadBalancer(elbv2, loadBalancer);
    releaseInterfaces(elbv2, LoadBalancerArn);
    groupsChanged(elbv2);
    return {};
  };

/** An Application Load Balancer that is a target of a Network Load Balancer stays as long as it is registered. */
function refuseUsed(elbv2: Elbv2, arn: string): void {
  if (groupsTargeting(elbv2, arn).length > 0) {
    throw new AwsError(
      'ResourceInUse',
      `Load balancer '${arn}' cannot be deleted because it is currently associated with another service`,
    );
  }
}

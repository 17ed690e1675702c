import { AwsError } from '../../aws-error.ts';
import { refuseMalformedArn } from '../arns.ts';
import { loadBalancerAttributes } from '../attributes/load-balancer-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';
import { releaseInterfaces } from '../load-balancers/lifecycle.ts';
import { dropRule, rulesOfListener } from '../rules/rule-index.ts';
import { groupsChanged } from '../targets/use-change.ts';

/** DeleteLoadBalancer: listeners and rules go along, target groups stay; a missing one is no error. */
export const deleteLoadBalancer = (elbv2: Elbv2) =>
  function remove({ LoadBalancerArn }: { readonly LoadBalancerArn: string }) {
    const { loadBalancers, listeners } = elbv2.tables.now;
    refuseMalformedArn(elbv2, 'loadBalancer', LoadBalancerArn);
    const loadBalancer = loadBalancers.get(LoadBalancerArn);
    if (!loadBalancer) return {};
    if (loadBalancerAttributes(loadBalancer)['deletion_protection.enabled'] === 'true') {
      throw new AwsError(
        'OperationNotPermitted',
        `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    for (const listener of listeners.values()) {
      if (listener.loadBalancerArn !== LoadBalancerArn) continue;
      listeners.delete(listener.arn);
      for (const rule of rulesOfListener(elbv2, listener.arn)) dropRule(elbv2, rule);
    }
    loadBalancers.delete(LoadBalancerArn);
    releaseInterfaces(elbv2, LoadBalancerArn);
    groupsChanged(elbv2);
    return {};
  };

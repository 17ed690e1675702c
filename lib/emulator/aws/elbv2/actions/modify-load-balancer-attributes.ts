import { requireLoadBalancer } from '../arns.ts';
import { toKeyValues, type KeyValue } from '../attributes/attribute-table.ts';
import { changeLoadBalancerAttributes, loadBalancerAttributes } from '../attributes/load-balancer-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

interface ModifyLoadBalancerAttributesInput {
  readonly LoadBalancerArn: string;
  readonly Attributes: readonly KeyValue[];
}

/** ModifyLoadBalancerAttributes: all or none; answers with every attribute as it is now. */
export const modifyLoadBalancerAttributes = (elbv2: Elbv2) =>
  function modify({ LoadBalancerArn, Attributes }: ModifyLoadBalancerAttributesInput) {
    const loadBalancer = requireLoadBalancer(elbv2, LoadBalancerArn);
    const changed = { ...loadBalancer, attributes: changeLoadBalancerAttributes(elbv2, loadBalancer, Attributes) };
    elbv2.tables.now.loadBalancers.set(loadBalancer.arn, changed);
    elbv2.world.changed();
    return { Attributes: toKeyValues(loadBalancerAttributes(changed)) };
  };

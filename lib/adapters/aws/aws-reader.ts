// Reads of AWS: each method one call, or one call per page. Names and ARNs that AWS does not know are left out.
import type { AwsReader } from '../../reconcile/ports.ts';
import type { AwsClients } from './clients.ts';
import {
  describeListenerAttributes,
  describeListenerCertificates,
  describeListeners,
  describeRules,
} from './read-listeners.ts';
import { capacityUnits, describeLoadBalancerAttributes, describeLoadBalancers } from './read-load-balancers.ts';
import { protectionOf, webAclOf } from './read-protection.ts';
import { describeSecurityGroups } from './read-security-groups.ts';
import { arnsByTags, describeTags } from './read-tags.ts';
import { describeTargetGroupAttributes, describeTargetGroups } from './read-target-groups.ts';

/**
 * Makes no call by itself. Reads reject with a Fault, of kind `throttled` also when only the local budget is used up.
 */
export function createAwsReader(clients: AwsClients): AwsReader {
  return {
    loadBalancers: (by) => describeLoadBalancers(clients, by),
    loadBalancerAttributes: (arn) => describeLoadBalancerAttributes(clients, arn),
    capacityUnits: (arn) => capacityUnits(clients, arn),
    listeners: (loadBalancerArn) => describeListeners(clients, loadBalancerArn),
    listenerAttributes: (arn) => describeListenerAttributes(clients, arn),
    listenerCertificates: (arn) => describeListenerCertificates(clients, arn),
    rules: (listenerArn) => describeRules(clients, listenerArn),
    targetGroups: (by) => describeTargetGroups(clients, by),
    targetGroupAttributes: (arn) => describeTargetGroupAttributes(clients, arn),
    tags: (arns) => describeTags(clients, arns),
    arnsByTags: (tags, resourceTypes) => arnsByTags(clients, tags, resourceTypes),
    securityGroups: (by) => describeSecurityGroups(clients, by),
    webAcl: (loadBalancerArn) => webAclOf(clients, loadBalancerArn),
    protection: (loadBalancerArn) => protectionOf(clients, loadBalancerArn),
  };
}

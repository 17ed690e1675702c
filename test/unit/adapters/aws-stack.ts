// Parts of a stack as the planner would ask for them.
import type { AlbListener, LoadBalancer, TargetGroup } from '../../../lib/core/stack/stack.ts';
import type { Action } from '../../../lib/core/stack/listener-rule.ts';
import { type Account, learntOf, ours } from './aws-account.ts';

export const notFound: Action = {
  type: 'fixed-response',
  statusCode: '404',
  contentType: 'text/plain',
  messageBody: '',
};

export function aLoadBalancer({ account }: Account, changes: Partial<LoadBalancer> = {}): LoadBalancer {
  return {
    id: 'LoadBalancer',
    name: 'k8s-shop-web-0123456789',
    nameIsFixed: false,
    scheme: 'internet-facing',
    ipAddressType: 'ipv4',
    subnetIds: account.publicSubnetIds,
    securityGroups: [account.defaultSecurityGroupId],
    attributes: {},
    tags: {},
    ...changes,
  };
}

export function aListener(port: number, changes: Partial<AlbListener> = {}): AlbListener {
  return {
    id: String(port),
    port,
    protocol: 'HTTP',
    defaultActions: [notFound],
    certificates: [],
    attributes: {},
    tags: {},
    ...changes,
  };
}

export function aTargetGroup({ account }: Account, name: string, changes: Partial<TargetGroup> = {}): TargetGroup {
  return {
    id: name,
    name,
    nameIsFixed: false,
    targetType: 'ip',
    port: 8080,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    ipAddressType: 'ipv4',
    vpcId: account.vpcId,
    healthCheck: {
      port: 'traffic-port',
      protocol: 'HTTP',
      path: '/ready',
      matcher: { httpCode: '200-299' },
      intervalSeconds: 15,
      timeoutSeconds: 4,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 2,
    },
    attributes: {},
    tags: {},
    ...changes,
  };
}

export async function createdLoadBalancer(account: Account, changes: Partial<LoadBalancer> = {}): Promise<string> {
  return learntOf(
    await account.perform({ call: 'CreateLoadBalancer', loadBalancer: aLoadBalancer(account, changes), tags: ours }),
  );
}

export async function createdListener(account: Account, loadBalancer: string, listener: AlbListener): Promise<string> {
  return learntOf(await account.perform({ call: 'CreateListener', loadBalancer, listener, tags: ours }));
}

export async function createdTargetGroup(
  account: Account,
  name: string,
  changes: Partial<TargetGroup> = {},
): Promise<string> {
  const targetGroup = aTargetGroup(account, name, changes);
  return learntOf(await account.perform({ call: 'CreateTargetGroup', targetGroup, tags: ours }));
}

/** An HTTPS listener of a new load balancer. */
export async function anHttpsListener(account: Account): Promise<string> {
  const certificates = [account.account.certificateArn];
  const loadBalancer = await createdLoadBalancer(account);
  return createdListener(account, loadBalancer, aListener(443, { protocol: 'HTTPS', certificates }));
}

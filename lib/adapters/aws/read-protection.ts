import { isFault } from '../../reconcile/faults.ts';
import { unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';

/** ARN of the web ACL in front of a load balancer. WAF hears of a new load balancer late; until then it has none. */
export async function webAclOf(clients: AwsClients, loadBalancerArn: string): Promise<string | undefined> {
  const { GetWebACLForResourceCommand } = await import('@aws-sdk/client-wafv2');
  const client = await clients.wafv2();
  try {
    const answer = await clients.call('GetWebACLForResource', loadBalancerArn, () =>
      client.send(new GetWebACLForResourceCommand({ ResourceArn: loadBalancerArn })),
    );
    return answer.WebACL?.ARN;
  } catch (error) {
    if (isFault(error) && ['WAFNonexistentItemException', 'WAFUnavailableEntityException'].includes(error.code))
      return undefined;
    throw error;
  }
}

/** Id of the Shield Advanced protection of a load balancer. */
export async function protectionOf(clients: AwsClients, loadBalancerArn: string): Promise<string | undefined> {
  const { DescribeProtectionCommand } = await import('@aws-sdk/client-shield');
  const client = await clients.shield();
  const answer = await unlessVanished(
    clients.call('DescribeProtection', loadBalancerArn, () =>
      client.send(new DescribeProtectionCommand({ ResourceArn: loadBalancerArn })),
    ),
  );
  return answer?.Protection?.Id;
}

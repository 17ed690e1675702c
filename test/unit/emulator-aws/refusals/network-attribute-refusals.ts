import {
  ModifyListenerAttributesCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { aGateway, aNetworkBalancer, aNetworkListener } from '../network-balanced.ts';
import { api, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unsuitable = 'InvalidConfigurationRequestException';

const attributes =
  (Attributes: Readonly<Record<string, string>>, makeBalancer = aNetworkBalancer) =>
  async (account: FrontDoor) =>
    account.elb.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: await makeBalancer(account),
        Attributes: Object.entries(Attributes).map(([Key, Value]) => ({ Key, Value })),
      }),
    );

/** Refused changes of attributes of Network and Gateway Load Balancers and their listeners. */
export const networkAttributeRefusals: readonly Refusal[] = [
  refused(
    `an application load balancer's attribute`,
    attributes({ 'idle_timeout.timeout_seconds': '60' }),
    `Load balancer attribute key 'idle_timeout.timeout_seconds' is not recognized`,
    { page: recorded('lb-attr-key-lb-type') },
  ),
  refused(
    'an unknown routing policy',
    attributes({ 'dns_record.client_routing_policy': 'zone_affinity' }),
    `'zone_affinity' is not a valid value for 'dns_record.client_routing_policy'`,
    { page: recorded('lb-attr-dns-record-client-routing-policy') },
  ),
  refused(
    'eight secondary addresses',
    attributes({ 'secondary_ips.auto_assigned.per_subnet': '8' }),
    `Valid range for the number of secondary IP addresses is from '0-7'`,
    { page: recorded('lb-attr-secondary-ips-range') },
  ),
  refused(
    'fewer secondary addresses than before',
    attributes({ 'secondary_ips.auto_assigned.per_subnet': '1' }),
    /decreased/,
    {
      code: unsuitable,
      page: api('LoadBalancerAttribute'),
      after: attributes({ 'secondary_ips.auto_assigned.per_subnet': '2' }),
    },
  ),
  refused(
    'access logs of a gateway',
    attributes({ 'access_logs.s3.enabled': 'true' }, aGateway),
    `Load balancer attribute key 'access_logs.s3.enabled' is not recognized`,
    { page: recorded('lb-attr-alb-only-on-gwlb') },
  ),
  refused(
    'an idle timeout of 30 seconds',
    async (account) =>
      account.elb.send(
        new ModifyListenerAttributesCommand({
          ListenerArn: await aNetworkListener(account, 'TCP'),
          Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '30' }],
        }),
      ),
    `'tcp.idle_timeout.seconds' value '30' must be between '60-6000' inclusive`,
    { page: recorded('listener-attr-tcp-idle-timeout-range') },
  ),
];

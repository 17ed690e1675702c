import {
  ModifyLoadBalancerAttributesCommand,
  type LoadBalancerAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const attributes =
  (...Attributes: LoadBalancerAttribute[]) =>
  ({ elb, loadBalancer }: FrontDoor) =>
    elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancer, Attributes }));

const attribute = (Key: string, Value: string) => attributes({ Key, Value });

const unsuitable = 'InvalidConfigurationRequestException';

/** Refused attributes of Application Load Balancers. */
export const balancerAttributeRefusals: readonly Refusal[] = [
  refused(
    'an unknown attribute',
    attribute('teapot.enabled', 'true'),
    `Load balancer attribute key 'teapot.enabled' is not recognized`,
    { page: recorded('lb-attr-key-known') },
  ),
  refused(
    `a network load balancer's attribute`,
    attribute('dns_record.client_routing_policy', 'any_availability_zone'),
    `Load balancer attribute key 'dns_record.client_routing_policy' is not recognized`,
    { page: recorded('lb-attr-key-lb-type') },
  ),
  refused('an attribute without key', attributes({ Value: 'true' }), /key must be specified/, {
    page: api('LoadBalancerAttribute'),
  }),
  refused(
    'an attribute key with a space',
    attribute('a b', 'true'),
    /at 'attributes.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    { page: api('LoadBalancerAttribute') },
  ),
  refused(
    'cross-zone off',
    attribute('load_balancing.cross_zone.enabled', 'false'),
    `The value for 'load_balancing.cross_zone.enabled' must always be 'true' for an Application Load Balancer`,
    { code: unsuitable, page: recorded('lb-attr-alb-cross-zone-immutable') },
  ),
  refused(
    'yes for true',
    attribute('deletion_protection.enabled', 'yes'),
    `The value of 'deletion_protection.enabled' must be 'true' or 'false', but was 'yes'`,
    { page: recorded('lb-attr-boolean-value') },
  ),
  refused(
    'an idle timeout of 4001 seconds',
    attribute('idle_timeout.timeout_seconds', '4001'),
    `The value of 'idle_timeout.timeout_seconds' cannot be greater than 4000 characters`,
    { page: recorded('lb-idle-timeout-range') },
  ),
  refused(
    'an idle timeout of no seconds',
    attribute('idle_timeout.timeout_seconds', '0'),
    `The value of 'idle_timeout.timeout_seconds' cannot be less than 1 characters`,
    { page: recorded('lb-idle-timeout-range') },
  ),
  refused(
    'a client keep-alive of 59 seconds',
    attribute('client_keep_alive.seconds', '59'),
    `The value of 'client_keep_alive.seconds' must be an integer between 60 and 604800`,
    { page: recorded('lb-attr-client-keep-alive-range') },
  ),
  refused(
    'an unknown desync mitigation mode',
    attribute('routing.http.desync_mitigation_mode', 'strict'),
    `'strict' must be one of [defensive, monitor, strictest]`,
    { page: recorded('lb-attr-desync-mitigation-mode') },
  ),
  refused(
    'an unknown treatment of X-Forwarded-For',
    attribute('routing.http.xff_header_processing.mode', 'replace'),
    `'routing.http.xff_header_processing.mode' must be set as 'preserve', 'append', or 'remove'`,
    { page: recorded('lb-attr-xff-header-processing-mode') },
  ),
  refused(
    'logs to a bucket that does not exist',
    attributes({ Key: 'access_logs.s3.enabled', Value: 'true' }, { Key: 'access_logs.s3.bucket', Value: 'nowhere' }),
    'Access Denied for bucket: nowhere. Please check S3bucket permission',
    { code: unsuitable, page: guide('enable-access-logging') },
  ),
  refused(
    'access logs without bucket',
    attribute('access_logs.s3.enabled', 'true'),
    `The key 'access_logs.s3.bucket' must set in order to enable access logs`,
    { code: unsuitable, page: recorded('lb-attr-access-logs-bucket-required') },
  ),
  refused(
    'connection logs without bucket',
    attribute('connection_logs.s3.enabled', 'true'),
    `The key 'connection_logs.s3.bucket' must set in order to enable connection logs`,
    { code: unsuitable, page: recorded('lb-attr-connection-logs-bucket-required') },
  ),
  refused(
    'the prefix of logs without bucket',
    attribute('health_check_logs.s3.prefix', 'logs'),
    /health_check_logs.s3.bucket/,
    { code: unsuitable, page: api('LoadBalancerAttribute') },
  ),
  refused(
    'the same attribute twice',
    attributes({ Key: 'routing.http2.enabled', Value: 'true' }, { Key: 'routing.http2.enabled', Value: 'false' }),
    `Attribute key 'routing.http2.enabled' has been specified more than once`,
    { page: recorded('lb-attr-duplicate-key') },
  ),
  refused(
    'closing an IPv4 load balancer to internet gateways over IPv6',
    attribute('ipv6.deny_all_igw_traffic', 'true'),
    /dualstack/,
    { code: unsuitable, page: api('LoadBalancerAttribute') },
  ),
  refused(
    '21 attributes',
    attributes(...Array.from({ length: 21 }, () => ({ Key: 'routing.http2.enabled', Value: 'true' }))),
    /at 'attributes' failed to satisfy constraint: Member must have length less than or equal to 20$/,
    { page: recorded('lb-attr-count-max') },
  ),
  refused(
    'a value of 1025 characters',
    attribute('access_logs.s3.prefix', 'a'.repeat(1025)),
    /at 'attributes.1.member.value' .* length less than or equal to 1024$/,
    { page: api('LoadBalancerAttribute') },
  ),
];

// Load balancer attributes of an ALB ("Load balancer attributes", ALB user guide).
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Attributes, LoadBalancer } from '../tables.ts';
import {
  changeAttributes,
  completeAttributes,
  flag,
  oneOf,
  text,
  wholeNumber,
  type AttributeTable,
  type KeyValue,
} from './attribute-table.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

const logs = (kind: string): AttributeTable => ({
  [`${kind}.s3.enabled`]: flag(false),
  [`${kind}.s3.bucket`]: text(),
  [`${kind}.s3.prefix`]: text(),
});

const tableOf = ({ scheme }: Pick<LoadBalancer, 'scheme'>): AttributeTable => ({
  ...logs('access_logs'),
  ...logs('connection_logs'),
  ...logs('health_check_logs'),
  'client_keep_alive.seconds': wholeNumber(60, 604_800, '3600'),
  'deletion_protection.enabled': flag(false),
  'idle_timeout.timeout_seconds': wholeNumber(1, 4000, '60'),
  'ipv6.deny_all_igw_traffic': flag(scheme === 'internal'),
  'load_balancing.cross_zone.enabled': {
    default: 'true',
    refuse: (value, key) =>
      value === 'true'
        ? undefined
        : invalid(`The value for '${key}' must always be 'true' for an Application Load Balancer`),
  },
  'routing.http.desync_mitigation_mode': oneOf(['monitor', 'defensive', 'strictest'], 'defensive'),
  'routing.http.drop_invalid_header_fields.enabled': flag(false),
  'routing.http.preserve_host_header.enabled': flag(false),
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': flag(false),
  'routing.http.xff_client_port.enabled': flag(false),
  'routing.http.xff_header_processing.mode': oneOf(['append', 'preserve', 'remove'], 'append'),
  'routing.http2.enabled': flag(true),
  'waf.fail_open.enabled': flag(false),
  'zonal_shift.config.enabled': flag(false),
});

/** Keys of other load balancer types. */
const foreignKeys = new Set(['dns_record.client_routing_policy', 'secondary_ips.auto_assigned.per_subnet']);

/** All attributes of a load balancer, defaults included. */
export const loadBalancerAttributes = (loadBalancer: LoadBalancer): Attributes =>
  completeAttributes(tableOf(loadBalancer), loadBalancer.attributes);

/** The attributes after a Modify call. */
export function changeLoadBalancerAttributes(
  elbv2: Elbv2,
  loadBalancer: LoadBalancer,
  given: readonly KeyValue[],
): Attributes {
  const table = tableOf(loadBalancer);
  const changed = changeAttributes(table, loadBalancer.attributes, given, (key) =>
    foreignKeys.has(key)
      ? invalid(`Load balancer attribute key '${key}' is not supported on load balancers with type 'application'`)
      : new AwsError('ValidationError', `Load balancer attribute key '${key}' is not recognized`),
  );
  const complete = completeAttributes(table, changed);
  for (const kind of ['access_logs', 'connection_logs', 'health_check_logs']) refuseLogs(elbv2, complete, kind);
  if (loadBalancer.ipAddressType === 'ipv4' && given.some(({ Key }) => Key === 'ipv6.deny_all_igw_traffic')) {
    throw invalid(
      `Load balancer attribute key 'ipv6.deny_all_igw_traffic' is only supported on load balancers with IP address type 'dualstack'`,
    );
  }
  return changed;
}

/** AWS tries the bucket even while the logs are off, if one is named. */
function refuseLogs({ hasBucket }: Elbv2, attributes: Attributes, kind: string): void {
  const bucket = attributes[`${kind}.s3.bucket`] ?? '';
  if (bucket === '') {
    if (attributes[`${kind}.s3.enabled`] === 'true' || attributes[`${kind}.s3.prefix`] !== '') {
      throw invalid(`The '${kind}.s3.bucket' attribute must be specified`);
    }
    return;
  }
  if (!hasBucket(bucket)) throw invalid(`Access Denied for bucket: ${bucket}. Please check S3bucket permission`);
}

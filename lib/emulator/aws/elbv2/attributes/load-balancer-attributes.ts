// Load balancer attributes ("LoadBalancerAttribute", ELBv2 API reference); every type has keys of its own.
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
  type AttributeRule,
  type AttributeTable,
  type KeyValue,
} from './attribute-table.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

const logs = (kind: string): AttributeTable => ({
  [`${kind}.s3.enabled`]: flag(false),
  [`${kind}.s3.bucket`]: text(),
  [`${kind}.s3.prefix`]: text(),
});

const listed = (words: readonly string[], defaultValue: string): AttributeRule =>
  oneOf(words, defaultValue, (value) => `'${value}' must be one of [${words.join(', ')}]`);

/** AWS counts seconds as if they were characters. */
const characters = (min: number, max: number, defaultValue: string): AttributeRule =>
  wholeNumber(min, max, defaultValue, {
    refusal: (value, key) =>
      Number(value) < min
        ? `The value of '${key}' cannot be less than ${min} characters`
        : `The value of '${key}' cannot be greater than ${max} characters`,
  });

const crossZoneAlwaysOn: AttributeRule = {
  default: 'true',
  refuse: (value, key) =>
    value === 'true'
      ? undefined
      : invalid(`The value for '${key}' must always be 'true' for an Application Load Balancer`),
};

/** The parts that need no load balancer to be known. */
const application: AttributeTable = {
  ...logs('access_logs'),
  ...logs('connection_logs'),
  ...logs('health_check_logs'),
  'client_keep_alive.seconds': wholeNumber(60, 604_800, '3600', {
    refusal: (_value, key) => `The value of '${key}' must be an integer between 60 and 604800`,
  }),
  'deletion_protection.enabled': flag(false),
  'idle_timeout.timeout_seconds': characters(1, 4000, '60'),
  'load_balancing.cross_zone.enabled': crossZoneAlwaysOn,
  'routing.http.desync_mitigation_mode': listed(['defensive', 'monitor', 'strictest'], 'defensive'),
  'routing.http.drop_invalid_header_fields.enabled': flag(false),
  'routing.http.preserve_host_header.enabled': flag(false),
  'routing.http.x_amzn_tls_kx.enabled': flag(false),
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': flag(false),
  'routing.http.xff_client_port.enabled': flag(false),
  'routing.http.xff_header_processing.mode': oneOf(
    ['append', 'preserve', 'remove'],
    'append',
    (_value, key) => `'${key}' must be set as 'preserve', 'append', or 'remove'`,
  ),
  'routing.http2.enabled': flag(true),
  'waf.fail_open.enabled': flag(false),
  'zonal_shift.config.enabled': flag(false),
};

const routingPolicies = [
  'availability_zone_affinity',
  'partial_availability_zone_affinity',
  'any_availability_zone',
] as const;

const network: AttributeTable = {
  ...logs('access_logs'),
  'deletion_protection.enabled': flag(false),
  'dns_record.client_routing_policy': oneOf(
    routingPolicies,
    'any_availability_zone',
    (value, key) => `'${value}' is not a valid value for '${key}'`,
  ),
  'load_balancing.cross_zone.enabled': flag(false),
  'secondary_ips.auto_assigned.per_subnet': wholeNumber(0, 7, '0', {
    refusal: () => `Valid range for the number of secondary IP addresses is from '0-7'`,
  }),
  'zonal_shift.config.enabled': flag(false),
};

const gateway: AttributeTable = {
  'deletion_protection.enabled': flag(false),
  'load_balancing.cross_zone.enabled': flag(false),
};

const denyInternetGateways = 'ipv6.deny_all_igw_traffic';

function tableOf({ type, scheme }: Pick<LoadBalancer, 'type' | 'scheme'>): AttributeTable {
  if (type === 'gateway') return gateway;
  return { ...{ application, network }[type], [denyInternetGateways]: flag(scheme === 'internal') };
}

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
  // A key of another type of load balancer is as unknown as one that no type has.
  const changed = changeAttributes(table, loadBalancer.attributes, given, {
    unknown: (key) => new AwsError('ValidationError', `Load balancer attribute key '${key}' is not recognized`),
  });
  const complete = completeAttributes(table, changed);
  for (const kind of ['access_logs', 'connection_logs', 'health_check_logs']) refuseLogs(elbv2, complete, kind);
  refuseFewerAddresses(loadBalancer, changed);
  if (loadBalancer.ipAddressType === 'ipv4' && given.some(({ Key }) => Key === denyInternetGateways)) {
    throw invalid(
      `Load balancer attribute key '${denyInternetGateways}' is only supported on load balancers with IP address type 'dualstack'`,
    );
  }
  return changed;
}

/** AWS tries the bucket even while the logs are off, if one is named. */
function refuseLogs({ hasBucket }: Elbv2, attributes: Attributes, kind: string): void {
  const bucket = attributes[`${kind}.s3.bucket`] ?? '';
  if (bucket !== '') {
    if (hasBucket(bucket, attributes[`${kind}.s3.prefix`])) return;
    throw invalid(`Access Denied for bucket: ${bucket}. Please check S3bucket permission`);
  }
  const isUsed = attributes[`${kind}.s3.enabled`] === 'true' || (attributes[`${kind}.s3.prefix`] ?? '') !== '';
  if (isUsed) {
    throw invalid(`The key '${kind}.s3.bucket' must set in order to enable ${kind.replaceAll('_', ' ')}`);
  }
}

/** Secondary addresses, once assigned, stay ("LoadBalancerAttribute"). */
function refuseFewerAddresses({ attributes }: LoadBalancer, changed: Attributes): void {
  const key = 'secondary_ips.auto_assigned.per_subnet';
  if (Number(changed[key] ?? 0) < Number(attributes[key] ?? 0)) {
    throw invalid(`The value of '${key}' cannot be decreased`);
  }
}

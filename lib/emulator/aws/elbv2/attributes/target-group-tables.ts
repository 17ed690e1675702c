// The attributes of target groups of Application and Gateway Load Balancers, and of groups whose target is a load
// balancer ("TargetGroupAttribute", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import { flag, oneOf, wholeNumber, type AttributeRule, type AttributeTable } from './attribute-table.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

const week = 604_800;

/** Seconds that a target drains. */
export const deregistrationDelay = wholeNumber(0, 3600, '300');

const count = (words: readonly string[]): AttributeRule =>
  wholeNumber(1, 1000, '1', {
    words,
    refusal: (_value, key) => `The value of '${key}' must be 'off' or a positive integer`,
  });

const percentage = wholeNumber(1, 100, 'off', {
  words: ['off'],
  refusal: (value, key) =>
    Number(value) > 100
      ? `'${key}' must be 'off' or an integer from 1 to 100 inclusive`
      : `The value of '${key}' must be 'off' or a positive integer`,
});

/** How many targets must be healthy. */
export const healthTable: AttributeTable = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': count(['off']),
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': percentage,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': count([]),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': percentage,
};

const crossZones = ['use_load_balancer_configuration', 'true', 'false'];

/** Whether traffic crosses zones. */
export const crossZone = oneOf(
  crossZones,
  'use_load_balancer_configuration',
  (_value, key) => `'${key}' must be one of ${crossZones.join(',')}`,
);

const stickinessTypes = ['app_cookie', 'lb_cookie', 'source_ip'];

/** The types of stickiness a family knows. */
export const stickinessType = (types: readonly string[], family: string): AttributeRule => ({
  default: types[0] ?? '',
  refuse: (value) => {
    if (types.includes(value)) return undefined;
    if (stickinessTypes.includes(value))
      return invalid(`Stickiness type '${value}' is not supported for target groups with the ${family}`);
    return new AwsError('ValidationError', `'Stickiness type' must be one of [${stickinessTypes.join(', ')}]`);
  },
});

const cookies = (family: string): AttributeTable => ({
  'stickiness.enabled': flag(false),
  'stickiness.type': stickinessType(['lb_cookie', 'app_cookie'], family),
  'stickiness.lb_cookie.duration_seconds': wholeNumber(1, week, '86400'),
  'stickiness.app_cookie.cookie_name': {
    default: '',
    refuse: (value) =>
      /^AWSALB/.test(value) ? invalid(`The application cookie name '${value}' is reserved`) : undefined,
  },
  'stickiness.app_cookie.duration_seconds': wholeNumber(1, week, '86400'),
});

const algorithms = ['round_robin', 'weighted_random', 'least_outstanding_requests'];

const http = (protocol: string): AttributeTable => ({
  'deregistration_delay.timeout_seconds': deregistrationDelay,
  'load_balancing.algorithm.type': oneOf(
    algorithms,
    'round_robin',
    () => `'Load balancer algorithm' must be one of [${algorithms.join(', ')}]`,
  ),
  'load_balancing.algorithm.anomaly_mitigation': oneOf(
    ['off', 'on'],
    'off',
    (_value, key) => `'${key}' must be one of [off, on]`,
  ),
  'load_balancing.cross_zone.enabled': crossZone,
  'slow_start.duration_seconds': wholeNumber(30, 900, '0', { words: ['0'] }),
  ...cookies(`${protocol} protocol`),
  ...healthTable,
});

const httpTables = { HTTP: http('HTTP'), HTTPS: http('HTTPS') };

/** Groups of instances and addresses that speak HTTP. */
export const httpTable = (protocol: 'HTTP' | 'HTTPS'): AttributeTable => httpTables[protocol];

/** Groups of one Lambda function. */
export const lambdaTable: AttributeTable = {
  'lambda.multi_value_headers.enabled': flag(false),
  ...cookies(`target type 'lambda'`),
};

/** Groups of one Application Load Balancer. */
export const loadBalancerTargetTable: AttributeTable = {
  'deregistration_delay.timeout_seconds': deregistrationDelay,
  'load_balancing.cross_zone.enabled': crossZone,
  'preserve_client_ip.enabled': flag(true),
  ...healthTable,
};

const words = (list: readonly string[], defaultValue: string): AttributeRule =>
  oneOf(list, defaultValue, (value) => `'${value}' must be one of [${list.join(', ')}]`);

/** Groups of Gateway Load Balancers. */
export const gatewayTable: AttributeTable = {
  'deregistration_delay.timeout_seconds': deregistrationDelay,
  'stickiness.enabled': flag(false),
  'stickiness.type': words(['source_ip_dest_ip_proto', 'source_ip_dest_ip'], 'source_ip_dest_ip_proto'),
  'target_failover.on_deregistration': words(['rebalance', 'no_rebalance'], 'no_rebalance'),
  'target_failover.on_unhealthy': words(['rebalance', 'no_rebalance'], 'no_rebalance'),
  'send_tcp_reset.on_deregistration.enabled': flag(false),
  'send_tcp_reset.on_unhealthy.enabled': flag(false),
};

// Target group attributes ("Target group attributes", ALB user guide); every family of groups has keys of its own.
import { AwsError } from '../../aws-error.ts';
import type { Attributes, TargetGroup } from '../tables.ts';
import {
  changeAttributes,
  completeAttributes,
  flag,
  oneOf,
  wholeNumber,
  type AttributeTable,
  type KeyValue,
} from './attribute-table.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

const week = 604_800;

const health: AttributeTable = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': wholeNumber(1, 1000, '1', ['off']),
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': wholeNumber(1, 100, 'off', ['off']),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': wholeNumber(1, 1000, '1'),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': wholeNumber(1, 100, 'off', ['off']),
};

const crossZone = oneOf(['true', 'false', 'use_load_balancer_configuration'], 'use_load_balancer_configuration');

const http: AttributeTable = {
  'deregistration_delay.timeout_seconds': wholeNumber(0, 3600, '300'),
  'load_balancing.algorithm.type': oneOf(
    ['round_robin', 'least_outstanding_requests', 'weighted_random'],
    'round_robin',
  ),
  'load_balancing.algorithm.anomaly_mitigation': oneOf(['on', 'off'], 'off'),
  'load_balancing.cross_zone.enabled': crossZone,
  'slow_start.duration_seconds': wholeNumber(30, 900, '0', ['0']),
  'stickiness.enabled': flag(false),
  'stickiness.type': {
    default: 'lb_cookie',
    refuse: (value) => {
      if (value === 'lb_cookie' || value === 'app_cookie') return undefined;
      return invalid(`Stickiness type '${value}' is not supported for target groups with the HTTP protocol`);
    },
  },
  'stickiness.lb_cookie.duration_seconds': wholeNumber(1, week, '86400'),
  'stickiness.app_cookie.cookie_name': {
    default: '',
    refuse: (value) =>
      /^AWSALB/.test(value) ? invalid(`The application cookie name '${value}' is reserved`) : undefined,
  },
  'stickiness.app_cookie.duration_seconds': wholeNumber(1, week, '86400'),
  ...health,
};

const lambda: AttributeTable = {
  'lambda.multi_value_headers.enabled': flag(false),
  'stickiness.enabled': flag(false),
  'stickiness.type': http['stickiness.type'] ?? crossZone,
  'stickiness.lb_cookie.duration_seconds': wholeNumber(1, week, '86400'),
  'stickiness.app_cookie.cookie_name': http['stickiness.app_cookie.cookie_name'] ?? crossZone,
  'stickiness.app_cookie.duration_seconds': wholeNumber(1, week, '86400'),
};

/** Groups for Network Load Balancers exist here only to be refused by ALB listeners. */
const tcp: AttributeTable = {
  'deregistration_delay.timeout_seconds': wholeNumber(0, 3600, '300'),
  'deregistration_delay.connection_termination.enabled': flag(false),
  'load_balancing.cross_zone.enabled': crossZone,
  'preserve_client_ip.enabled': flag(false),
  'proxy_protocol_v2.enabled': flag(false),
  'stickiness.enabled': flag(false),
  'stickiness.type': oneOf(['source_ip'], 'source_ip'),
  ...health,
};

function tableOf({ targetType, protocol }: TargetGroup): AttributeTable {
  if (targetType === 'lambda') return lambda;
  return protocol === 'HTTP' || protocol === 'HTTPS' ? http : tcp;
}

const allKeys = new Set([
  ...[http, lambda, tcp].flatMap((table) => Object.keys(table)),
  'target_health_state.unhealthy.connection_termination.enabled',
  'target_health_state.unhealthy.draining_interval_seconds',
  'target_failover.on_deregistration',
  'target_failover.on_unhealthy',
  'send_tcp_reset.on_unhealthy.enabled',
  'send_tcp_reset.on_deregistration.enabled',
]);

/** All attributes of a group, defaults included. */
export const targetGroupAttributes = (group: TargetGroup): Attributes =>
  completeAttributes(tableOf(group), group.attributes);

/** The attributes after a Modify call. */
export function changeTargetGroupAttributes(group: TargetGroup, given: readonly KeyValue[]): Attributes {
  const table = tableOf(group);
  const changed = changeAttributes(table, group.attributes, given, (key) => unknownKey(group, key));
  refuseCombination(completeAttributes(table, changed));
  return changed;
}

function unknownKey({ targetType, protocol }: TargetGroup, key: string): AwsError {
  if (!allKeys.has(key))
    return new AwsError('ValidationError', `Target group attribute key '${key}' is not recognized`);
  const family = targetType === 'lambda' ? `target type 'lambda'` : `${protocol} protocol`;
  return invalid(`A target group with ${family} does not support the attribute ${key}`);
}

function refuseCombination(attributes: Attributes): void {
  const algorithm = attributes['load_balancing.algorithm.type'];
  if (attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on' && algorithm !== 'weighted_random') {
    throw invalid(`Anomaly mitigation is only supported with the algorithm type 'weighted_random'`);
  }
  if ((attributes['slow_start.duration_seconds'] ?? '0') !== '0' && algorithm !== 'round_robin') {
    throw invalid(`Slow start is not supported with the algorithm type '${algorithm}'`);
  }
  const isSticky = attributes['stickiness.enabled'] === 'true';
  if (
    isSticky &&
    attributes['stickiness.type'] === 'app_cookie' &&
    attributes['stickiness.app_cookie.cookie_name'] === ''
  ) {
    throw invalid(`You must set an application cookie name to enable stickiness of type 'app_cookie'`);
  }
  if (isSticky && attributes['load_balancing.cross_zone.enabled'] === 'false') {
    throw invalid('Stickiness cannot be enabled while cross-zone load balancing is off');
  }
  refuseFailover(attributes);
}

/** DNS failover must not come later than routing failover. */
function refuseFailover(attributes: Attributes): void {
  for (const unit of ['count', 'percentage']) {
    const dns = attributes[`target_group_health.dns_failover.minimum_healthy_targets.${unit}`];
    const routing = attributes[`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${unit}`];
    if (dns === undefined || routing === undefined || dns === 'off' || routing === 'off') continue;
    if (Number(dns) < Number(routing)) {
      throw invalid(
        'The DNS failover threshold must be greater than or equal to the unhealthy state routing threshold',
      );
    }
  }
}

// The attributes of target groups of Network Load Balancers ("TargetGroupAttribute", ELBv2 API reference), which depend
// on the group's protocol and on what its targets are.
import { AwsError } from '../../aws-error.ts';
import type { TargetGroup } from '../tables.ts';
import { flag, wholeNumber, type AttributeRule, type AttributeTable } from './attribute-table.ts';
import { crossZone, deregistrationDelay, healthTable, stickinessType } from './target-group-tables.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

/** The table of one protocol and target type. */
export function networkTable(protocol: string, targetType: TargetGroup['targetType']): AttributeTable {
  const isDatagram = protocol === 'UDP' || protocol === 'TCP_UDP';
  return {
    'deregistration_delay.timeout_seconds': deregistrationDelay,
    'deregistration_delay.connection_termination.enabled': flag(isDatagram),
    'load_balancing.cross_zone.enabled': crossZone,
    'preserve_client_ip.enabled': isDatagram
      ? alwaysOn
      : flag(targetType !== 'ip' || (protocol !== 'TCP' && protocol !== 'TLS')),
    'proxy_protocol_v2.enabled': flag(false),
    'stickiness.enabled': flag(false),
    'stickiness.type': stickinessType(['source_ip'], `${protocol} protocol`),
    'target_health_state.unhealthy.connection_termination.enabled': isDatagram ? alwaysOff : flag(true),
    'target_health_state.unhealthy.draining_interval_seconds': wholeNumber(0, 360_000, '0'),
    ...healthTable,
  };
}

const alwaysOn: AttributeRule = {
  default: 'true',
  refuse: (value, key) =>
    value === 'false'
      ? invalid(`${key} cannot be false if the target group protocol is UDP or TCP_UDP.`)
      : flag(true).refuse(value, key),
};

const alwaysOff: AttributeRule = {
  default: 'false',
  refuse: (value, key) =>
    value === 'true'
      ? invalid(`${key} cannot be true if the target group protocol is UDP or TCP_UDP.`)
      : flag(false).refuse(value, key),
};

// Target group attributes that forbid each other ("TargetGroupAttribute", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import type { Attributes, TargetGroup } from '../tables.ts';

const invalid = (message: string) => new AwsError('InvalidConfigurationRequest', message);

/** Refuses a complete set of attributes that contradicts itself. */
export function refuseCombination(group: Pick<TargetGroup, 'protocol'>, attributes: Attributes): void {
  refuseAlgorithm(attributes);
  refuseStickiness(group, attributes);
  refuseFailover(attributes);
  refuseDraining(attributes);
  if (group.protocol === 'GENEVE') refuseUnequalFailover(attributes);
}

/** As AWS spells algorithms in its refusals. */
const spoken: Readonly<Record<string, string>> = {
  round_robin: 'round robin',
  least_outstanding_requests: 'least outstanding requests',
  weighted_random: 'weighted random',
};

function refuseAlgorithm(attributes: Attributes): void {
  const algorithm = attributes['load_balancing.algorithm.type'] ?? 'round_robin';
  const refuse = (what: string) =>
    invalid(`You cannot enable both ${what} and ${spoken[algorithm]} algorithm on a target group`);
  if (attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on' && algorithm !== 'weighted_random') {
    throw refuse('anomaly mitigation');
  }
  if ((attributes['slow_start.duration_seconds'] ?? '0') !== '0' && algorithm !== 'round_robin') {
    throw refuse('slow start');
  }
}

function refuseStickiness({ protocol }: Pick<TargetGroup, 'protocol'>, attributes: Attributes): void {
  if (attributes['stickiness.enabled'] !== 'true') return;
  if (protocol === 'TLS') throw invalid('You cannot enable stickiness on target groups with the TLS protocol');
  if (
    attributes['stickiness.type'] === 'app_cookie' &&
    (attributes['stickiness.app_cookie.cookie_name'] ?? '') === ''
  ) {
    throw invalid(`You must set an application cookie name to enable stickiness of type 'app_cookie'`);
  }
  const isCookie = attributes['stickiness.type']?.endsWith('_cookie');
  if (isCookie && attributes['load_balancing.cross_zone.enabled'] === 'false') {
    throw invalid('Stickiness cannot be enabled while cross-zone load balancing is off');
  }
}

/** DNS failover must not come later than routing failover. */
function refuseFailover(attributes: Attributes): void {
  for (const unit of ['count', 'percentage']) {
    const dns = attributes[`target_group_health.dns_failover.minimum_healthy_targets.${unit}`];
    const routing = attributes[`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${unit}`];
    if (dns === undefined || routing === undefined || dns === 'off' || routing === 'off') continue;
    if (Number(dns) < Number(routing)) {
      throw invalid('DNS failover threshold must be greater than or equal to unhealthy state routing threshold');
    }
  }
}

function refuseDraining(attributes: Attributes): void {
  const terminates = 'target_health_state.unhealthy.connection_termination.enabled';
  const drains = 'target_health_state.unhealthy.draining_interval_seconds';
  if (attributes[terminates] === 'true' && (attributes[drains] ?? '0') !== '0') {
    throw invalid(`You cannot have both '${terminates}' and '${drains}' enabled on a target group`);
  }
}

function refuseUnequalFailover(attributes: Attributes): void {
  const [unhealthy, gone] = ['target_failover.on_unhealthy', 'target_failover.on_deregistration'] as const;
  if (attributes[unhealthy] === attributes[gone]) return;
  throw invalid(
    `Target group attribute keys '${unhealthy}' and '${gone}' must both be set to the same value for this target group`,
  );
}

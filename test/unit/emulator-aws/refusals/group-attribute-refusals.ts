import {
  CreateTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
  type CreateTargetGroupCommandInput,
  type TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, networkGuide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const attributes =
  (...Attributes: TargetGroupAttribute[]) =>
  ({ elb, group }: FrontDoor) =>
    elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group, Attributes }));

const attribute = (Key: string, Value: string) => attributes({ Key, Value });

/** The same on a new group of another family. */
const onGroup =
  (input: Partial<CreateTargetGroupCommandInput>, Attributes: Readonly<Record<string, string>>) =>
  async ({ elb, account }: FrontDoor) => {
    const Name = `of-${input.TargetType ?? input.Protocol ?? 'TCP'}`.replace('_', '-');
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({ Name, Protocol: 'TCP', Port: 80, VpcId: account.vpcId, ...input }),
    );
    return elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn,
        Attributes: Object.entries(Attributes).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  };

const lambda = { TargetType: 'lambda', Protocol: undefined, Port: undefined, VpcId: undefined } as const;
const geneve = { Protocol: 'GENEVE', Port: 6081 } as const;
const unsuitable = 'InvalidConfigurationRequestException';
const dnsFailover = 'target_group_health.dns_failover.minimum_healthy_targets';
const routing = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
const termination = 'target_health_state.unhealthy.connection_termination.enabled';
const draining = 'target_health_state.unhealthy.draining_interval_seconds';

const http: Refusal[] = [
  refused(
    'an unknown attribute of a group',
    attribute('teapot.enabled', 'true'),
    `Target group attribute key 'teapot.enabled' is not recognized`,
    { page: recorded('tg-attr-key-known') },
  ),
  refused(
    'an attribute of a group twice',
    attributes({ Key: 'stickiness.enabled', Value: 'true' }, { Key: 'stickiness.enabled', Value: 'false' }),
    `Target group attribute keys must be unique: '[stickiness.enabled]'`,
    { page: recorded('tg-attr-duplicate-key') },
  ),
  refused(
    `a network group's attribute`,
    attribute('preserve_client_ip.enabled', 'true'),
    'A target group with HTTP protocol does not support the attribute preserve_client_ip.enabled',
    { code: unsuitable, page: recorded('tg-attr-key-protocol-scope') },
  ),
  refused(
    `a function's attribute`,
    attribute('lambda.multi_value_headers.enabled', 'true'),
    'A target group with HTTP protocol does not support the attribute lambda.headers.multiple_values.enabled',
    { code: unsuitable, page: recorded('tg-attr-lambda-scope') },
  ),
  refused(
    `a gateway group's attribute`,
    attribute('send_tcp_reset.on_unhealthy.enabled', 'true'),
    `Target group attribute key 'send_tcp_reset.on_unhealthy.enabled' is not recognized`,
    { page: recorded('tg-attr-send-tcp-reset-gwlb-only') },
  ),
  refused(
    '1 for true',
    attribute('stickiness.enabled', '1'),
    `The value of 'stickiness.enabled' must be 'true' or 'false', but was '1'`,
    { page: recorded('tg-attr-boolean-value') },
  ),
  refused(
    'a deregistration delay of 3601 seconds',
    attribute('deregistration_delay.timeout_seconds', '3601'),
    `'deregistration_delay.timeout_seconds' value '3601' must be between '0-3600' inclusive`,
    { page: recorded('tg-deregistration-delay-range') },
  ),
  refused(
    'a slow start of 29 seconds',
    attribute('slow_start.duration_seconds', '29'),
    `'slow_start.duration_seconds' value '29' must be between '30-900' inclusive`,
    { page: recorded('tg-slow-start-range') },
  ),
  refused(
    'a cookie for no time',
    attribute('stickiness.lb_cookie.duration_seconds', '0'),
    `'stickiness.lb_cookie.duration_seconds' value '0' must be between '1-604800' inclusive`,
    { page: recorded('tg-attr-lb-cookie-duration-range') },
  ),
  refused(
    'an unknown algorithm',
    attribute('load_balancing.algorithm.type', 'random'),
    `'Load balancer algorithm' must be one of [round_robin, weighted_random, least_outstanding_requests]`,
    { page: recorded('tg-attr-algorithm-type') },
  ),
  refused(
    'mitigation that is neither on nor off',
    attribute('load_balancing.algorithm.anomaly_mitigation', 'true'),
    `'load_balancing.algorithm.anomaly_mitigation' must be one of [off, on]`,
    { page: recorded('tg-attr-anomaly-mitigation-value') },
  ),
  refused(
    'cross-zone that is neither on nor off nor inherited',
    attribute('load_balancing.cross_zone.enabled', 'on'),
    `'load_balancing.cross_zone.enabled' must be one of use_load_balancer_configuration,true,false`,
    { page: recorded('tg-attr-cross-zone-value') },
  ),
  refused(
    'anomaly mitigation with round robin',
    attribute('load_balancing.algorithm.anomaly_mitigation', 'on'),
    'You cannot enable both anomaly mitigation and round robin algorithm on a target group',
    { code: unsuitable, page: recorded('tg-attr-anomaly-mitigation-requires-weighted-random') },
  ),
  refused(
    'slow start with least outstanding requests',
    attributes(
      { Key: 'slow_start.duration_seconds', Value: '30' },
      { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
    ),
    /slow start/,
    { code: unsuitable, page: guide('edit-target-group-attributes') },
  ),
  refused(
    'stickiness by source',
    attribute('stickiness.type', 'source_ip'),
    `Stickiness type 'source_ip' is not supported for target groups with the HTTP protocol`,
    { code: unsuitable, page: recorded('stickiness-type-protocol') },
  ),
  refused(
    'application cookie stickiness without name',
    attributes({ Key: 'stickiness.enabled', Value: 'true' }, { Key: 'stickiness.type', Value: 'app_cookie' }),
    `You must set an application cookie name to enable stickiness of type 'app_cookie'`,
    { code: unsuitable, page: recorded('app-cookie-name') },
  ),
  refused('a reserved cookie name', attribute('stickiness.app_cookie.cookie_name', 'AWSALBX'), /reserved/, {
    code: unsuitable,
    page: api('TargetGroupAttribute'),
  }),
  refused(
    'stickiness while cross-zone is off',
    attributes(
      { Key: 'stickiness.enabled', Value: 'true' },
      { Key: 'load_balancing.cross_zone.enabled', Value: 'false' },
    ),
    /cross-zone/,
    { code: unsuitable, page: guide('edit-target-group-attributes') },
  ),
  refused(
    'no healthy target at all before DNS failover',
    attribute(`${dnsFailover}.count`, '0'),
    `The value of '${dnsFailover}.count' must be 'off' or a positive integer`,
    { page: recorded('tg-attr-health-count-value') },
  ),
  refused(
    '101 percent of healthy targets',
    attribute(`${dnsFailover}.percentage`, '101'),
    `'${dnsFailover}.percentage' must be 'off' or an integer from 1 to 100 inclusive`,
    { page: recorded('tg-attr-health-percentage-range') },
  ),
  refused(
    'DNS failover after routing failover',
    attribute(`${routing}.count`, '2'),
    'DNS failover threshold must be greater than or equal to unhealthy state routing threshold',
    { code: unsuitable, page: recorded('tg-attr-dns-failover-threshold-order') },
  ),
];

const others: Refusal[] = [
  refused(
    'the deregistration delay of a function',
    onGroup(lambda, { 'deregistration_delay.timeout_seconds': '10' }),
    `A target group with target type 'lambda' does not support the attribute deregistration_delay.timeout_seconds`,
    { code: unsuitable, page: recorded('tg-attr-dereg-delay-lambda') },
  ),
  refused(
    'slow start over TCP',
    onGroup({}, { 'slow_start.duration_seconds': '30' }),
    'A target group with TCP protocol does not support the attribute slow_start.duration_seconds',
    { code: unsuitable, page: recorded('tg-attr-slow-start-scope') },
  ),
  refused(
    'cookies over TCP',
    onGroup({}, { 'stickiness.type': 'lb_cookie' }),
    `Stickiness type 'lb_cookie' is not supported for target groups with the TCP protocol`,
    { code: unsuitable, page: recorded('stickiness-type-protocol') },
  ),
  refused(
    'hiding the client of UDP',
    onGroup({ Protocol: 'UDP' }, { 'preserve_client_ip.enabled': 'false' }),
    'preserve_client_ip.enabled cannot be false if the target group protocol is UDP or TCP_UDP.',
    { code: unsuitable, page: recorded('tg-attr-preserve-client-ip-udp') },
  ),
  refused(
    'ending the connections of unhealthy UDP targets',
    onGroup({ Protocol: 'TCP_UDP' }, { [termination]: 'true' }),
    /cannot be true/,
    { code: unsuitable, page: api('TargetGroupAttribute') },
  ),
  refused(
    'draining connections that are ended',
    onGroup({}, { [draining]: '60' }),
    `You cannot have both '${termination}' and '${draining}' enabled on a target group`,
    { code: unsuitable, page: recorded('tg-attr-draining-interval-requires-termination-off') },
  ),
  refused(
    'draining for 400000 seconds',
    onGroup({}, { [draining]: '400000' }),
    `'${draining}' value '400000' must be between '0-360000' inclusive`,
    { page: recorded('tg-attr-unhealthy-draining-interval-range') },
  ),
  refused(
    'stickiness over TLS',
    onGroup({ Protocol: 'TLS' }, { 'stickiness.enabled': 'true' }),
    'You cannot enable stickiness on target groups with the TLS protocol',
    { code: unsuitable, page: networkGuide('edit-target-group-attributes') },
  ),
  refused(
    'stickiness of a type nobody knows',
    attribute('stickiness.type', 'cookie'),
    `'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]`,
    { page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_target_groups.py') },
  ),
  refused(
    `an HTTP group's attribute on GENEVE`,
    onGroup(geneve, { 'slow_start.duration_seconds': '30' }),
    `Target group attribute key 'slow_start.duration_seconds' is not recognized`,
    { page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_target_groups.py') },
  ),
  refused(
    'GENEVE stickiness by source alone',
    onGroup(geneve, { 'stickiness.type': 'source_ip' }),
    `'source_ip' must be one of [source_ip_dest_ip_proto, source_ip_dest_ip]`,
    { page: recorded('tg-attr-stickiness-type-gwlb') },
  ),
  refused(
    'an unknown failover',
    onGroup(geneve, { 'target_failover.on_unhealthy': 'balance' }),
    `'balance' must be one of [rebalance, no_rebalance]`,
    { page: recorded('tg-attr-target-failover-value') },
  ),
  refused(
    'one failover and not the other',
    onGroup(geneve, { 'target_failover.on_unhealthy': 'rebalance' }),
    `Target group attribute keys 'target_failover.on_unhealthy' and 'target_failover.on_deregistration' must both be set to the same value for this target group`,
    { code: unsuitable, page: recorded('tg-attr-target-failover-pair-equal') },
  ),
];

/** Refused attributes of target groups of every family. */
export const groupAttributeRefusals: readonly Refusal[] = [...http, ...others];

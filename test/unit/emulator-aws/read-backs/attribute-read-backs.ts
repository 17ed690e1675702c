import {
  CreateTargetGroupCommand,
  DescribeListenerAttributesCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeTargetGroupAttributesCommand,
  ModifyListenerAttributesCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  type CreateTargetGroupCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { aGateway, aNetworkBalancer, aNetworkListener } from '../network-balanced.ts';
import { api, guide, networkGuide } from '../refusals/pages.ts';
import { agreed, fresh, shown, toObject, type ReadBack } from './read-back.ts';

type Attributes = Readonly<Record<string, string>>;

const toList = (attributes: Attributes) => Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** Of all attributes those the row is about. */
const pick = (all: Record<string, string | undefined>, wanted: Attributes) =>
  Object.fromEntries(Object.keys(wanted).map((key) => [key, all[key]]));

async function groupOf({ elb, account }: FrontDoor, input: Partial<CreateTargetGroupCommandInput>) {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: `attributes-${fresh()}`,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: account.vpcId,
      ...input,
    }),
  );
  return TargetGroups?.[0]?.TargetGroupArn;
}

const family = (request: string, input: Partial<CreateTargetGroupCommandInput>, shows: Attributes): ReadBack =>
  shown(
    `all attributes of ${request}`,
    async (account) => {
      const TargetGroupArn = await groupOf(account, input);
      const { Attributes } = await account.elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
      return toObject(Attributes);
    },
    shows,
    api('TargetGroupAttribute'),
  );

const health = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};
const cookies = {
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
};
const drains = { 'deregistration_delay.timeout_seconds': '300' };
const crossZone = { 'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration' };
const http = {
  ...drains,
  ...crossZone,
  ...cookies,
  ...health,
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'slow_start.duration_seconds': '0',
};
const network = {
  ...drains,
  ...crossZone,
  ...health,
  'deregistration_delay.connection_termination.enabled': 'false',
  'preserve_client_ip.enabled': 'true',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.enabled': 'false',
  'stickiness.type': 'source_ip',
  'target_health_state.unhealthy.connection_termination.enabled': 'true',
  'target_health_state.unhealthy.draining_interval_seconds': '0',
};
const datagram = {
  ...network,
  'deregistration_delay.connection_termination.enabled': 'true',
  'target_health_state.unhealthy.connection_termination.enabled': 'false',
};
const lambda = { TargetType: 'lambda', Protocol: undefined, Port: undefined, VpcId: undefined } as const;
const geneve = { Protocol: 'GENEVE', Port: 6081 } as const;

const families: readonly ReadBack[] = [
  family('HTTP', {}, http),
  family('HTTPS addresses', { Protocol: 'HTTPS', TargetType: 'ip' }, http),
  family('GRPC', { ProtocolVersion: 'GRPC' }, http),
  family('a function', lambda, { ...cookies, 'lambda.multi_value_headers.enabled': 'false' }),
  family('TCP instances', { Protocol: 'TCP' }, network),
  family('TCP addresses', { Protocol: 'TCP', TargetType: 'ip' }, { ...network, 'preserve_client_ip.enabled': 'false' }),
  family('TLS addresses', { Protocol: 'TLS', TargetType: 'ip' }, { ...network, 'preserve_client_ip.enabled': 'false' }),
  family('UDP addresses', { Protocol: 'UDP', TargetType: 'ip' }, datagram),
  family('TCP and UDP', { Protocol: 'TCP_UDP' }, datagram),
  family(
    'a load balancer',
    { Protocol: 'TCP', TargetType: 'alb' },
    { ...drains, ...crossZone, ...health, 'preserve_client_ip.enabled': 'true' },
  ),
  family('GENEVE', geneve, {
    ...drains,
    'stickiness.enabled': 'false',
    'stickiness.type': 'source_ip_dest_ip_proto',
    'target_failover.on_deregistration': 'no_rebalance',
    'target_failover.on_unhealthy': 'no_rebalance',
    'send_tcp_reset.on_deregistration.enabled': 'false',
    'send_tcp_reset.on_unhealthy.enabled': 'false',
  }),
];

const onGroup = (
  request: string,
  change: Attributes,
  input: Partial<CreateTargetGroupCommandInput> = {},
  page = api('TargetGroupAttribute'),
): ReadBack =>
  shown(
    request,
    async (account) => {
      const TargetGroupArn = await groupOf(account, input);
      const { Attributes: answered } = await account.elb.send(
        new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: toList(change) }),
      );
      const { Attributes: described } = await account.elb.send(
        new DescribeTargetGroupAttributesCommand({ TargetGroupArn }),
      );
      return pick(agreed(toObject(answered), toObject(described)), change);
    },
    change,
    page,
  );

const groups: readonly ReadBack[] = [
  onGroup('no draining', { 'deregistration_delay.timeout_seconds': '0' }),
  onGroup('an hour of draining', { 'deregistration_delay.timeout_seconds': '3600' }),
  onGroup('fewest requests', { 'load_balancing.algorithm.type': 'least_outstanding_requests' }),
  onGroup('anomalies avoided', {
    'load_balancing.algorithm.type': 'weighted_random',
    'load_balancing.algorithm.anomaly_mitigation': 'on',
  }),
  onGroup('a slow start', { 'slow_start.duration_seconds': '30' }, {}, guide('edit-target-group-attributes')),
  onGroup('no slow start', { 'slow_start.duration_seconds': '0' }),
  onGroup('a cookie of the load balancer', {
    'stickiness.enabled': 'true',
    'stickiness.type': 'lb_cookie',
    'stickiness.lb_cookie.duration_seconds': '1',
  }),
  onGroup(
    'a cookie of the application',
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'session',
      'stickiness.app_cookie.duration_seconds': '604800',
    },
    {},
    guide('edit-target-group-attributes'),
  ),
  onGroup('zones apart', { 'load_balancing.cross_zone.enabled': 'false' }),
  onGroup('zones together', { 'load_balancing.cross_zone.enabled': 'true' }),
  onGroup('two healthy targets or fewer names', {
    'target_group_health.dns_failover.minimum_healthy_targets.count': '2',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '2',
  }),
  onGroup('half of the targets or all of them', {
    'target_group_health.dns_failover.minimum_healthy_targets.count': 'off',
    'target_group_health.dns_failover.minimum_healthy_targets.percentage': '100',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': '50',
  }),
  onGroup('headers of several values', { 'lambda.multi_value_headers.enabled': 'true' }, lambda),
  onGroup('the proxy protocol', { 'proxy_protocol_v2.enabled': 'true' }, { Protocol: 'TCP' }),
  onGroup(
    'stickiness by source',
    { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' },
    { Protocol: 'TCP' },
  ),
  onGroup('addresses of clients hidden', { 'preserve_client_ip.enabled': 'false' }, { Protocol: 'TCP' }),
  onGroup(
    'unhealthy targets drained',
    {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '60',
    },
    { Protocol: 'TLS' },
    networkGuide('edit-target-group-attributes'),
  ),
  onGroup(
    'flows moved to other targets',
    { 'target_failover.on_deregistration': 'rebalance', 'target_failover.on_unhealthy': 'rebalance' },
    geneve,
  ),
];

const balancerAttributes = (
  request: string,
  arnOf: (account: FrontDoor) => Promise<string>,
  shows: Attributes,
  count: number,
): ReadBack =>
  shown(
    request,
    async (account) => {
      const LoadBalancerArn = await arnOf(account);
      const { Attributes } = await account.elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
      return { ...pick(toObject(Attributes), shows), count: Attributes?.length };
    },
    { ...shows, count },
    api('LoadBalancerAttribute'),
  );

const application = ({ loadBalancer }: FrontDoor) => Promise.resolve(loadBalancer);

const onBalancer = (request: string, change: Attributes, page = api('LoadBalancerAttribute')): ReadBack =>
  shown(
    request,
    async ({ elb, loadBalancer: LoadBalancerArn }) => {
      const { Attributes: answered } = await elb.send(
        new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: toList(change) }),
      );
      const { Attributes: described } = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
      return pick(agreed(toObject(answered), toObject(described)), change);
    },
    change,
    page,
  );

const balancers: readonly ReadBack[] = [
  balancerAttributes(
    'what an application load balancer does unasked',
    application,
    {
      'access_logs.s3.enabled': 'false',
      'client_keep_alive.seconds': '3600',
      'connection_logs.s3.enabled': 'false',
      'deletion_protection.enabled': 'false',
      'idle_timeout.timeout_seconds': '60',
      'load_balancing.cross_zone.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'routing.http.drop_invalid_header_fields.enabled': 'false',
      'routing.http.preserve_host_header.enabled': 'false',
      'routing.http.x_amzn_tls_kx.enabled': 'false',
      'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
      'routing.http.xff_client_port.enabled': 'false',
      'routing.http.xff_header_processing.mode': 'append',
      'routing.http2.enabled': 'true',
      'waf.fail_open.enabled': 'false',
      'zonal_shift.config.enabled': 'false',
    },
    24,
  ),
  balancerAttributes(
    'what a network load balancer does unasked',
    aNetworkBalancer,
    {
      'access_logs.s3.enabled': 'false',
      'deletion_protection.enabled': 'false',
      'dns_record.client_routing_policy': 'any_availability_zone',
      'load_balancing.cross_zone.enabled': 'false',
    },
    9,
  ),
  balancerAttributes(
    'what a gateway load balancer does unasked',
    aGateway,
    { 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'false' },
    2,
  ),
  onBalancer('an idle time', { 'idle_timeout.timeout_seconds': '4000' }),
  onBalancer('a time kept alive', { 'client_keep_alive.seconds': '604800' }),
  onBalancer('no HTTP/2', { 'routing.http2.enabled': 'false' }),
  onBalancer('headers dropped', { 'routing.http.drop_invalid_header_fields.enabled': 'true' }),
  onBalancer('the strictest reading', { 'routing.http.desync_mitigation_mode': 'strictest' }),
  onBalancer('forwarded headers removed', { 'routing.http.xff_header_processing.mode': 'remove' }),
  onBalancer('the host header kept', { 'routing.http.preserve_host_header.enabled': 'true' }),
  onBalancer('two attributes in one call', {
    'routing.http.xff_client_port.enabled': 'true',
    'waf.fail_open.enabled': 'true',
  }),
  onBalancer(
    'an attribute set twice in a row',
    { 'zonal_shift.config.enabled': 'true' },
    guide('edit-load-balancer-attributes'),
  ),
];

const listenerAttributes = (
  request: string,
  arnOf: (account: FrontDoor) => Promise<string>,
  shows: Attributes,
  count: number,
) =>
  shown(
    request,
    async (account) => {
      const ListenerArn = await arnOf(account);
      const { Attributes } = await account.elb.send(new DescribeListenerAttributesCommand({ ListenerArn }));
      return { ...pick(toObject(Attributes), shows), count: Attributes?.length };
    },
    { ...shows, count },
    api('ListenerAttribute'),
  );

const onListener = (request: string, change: Attributes, arnOf: (account: FrontDoor) => Promise<string>): ReadBack =>
  shown(
    request,
    async (account) => {
      const ListenerArn = await arnOf(account);
      const { Attributes: answered } = await account.elb.send(
        new ModifyListenerAttributesCommand({ ListenerArn, Attributes: toList(change) }),
      );
      const { Attributes: described } = await account.elb.send(new DescribeListenerAttributesCommand({ ListenerArn }));
      return pick(agreed(toObject(answered), toObject(described)), change);
    },
    change,
    api('ListenerAttribute'),
  );

const plain = ({ http: arn }: FrontDoor) => Promise.resolve(arn);
const secure = ({ https }: FrontDoor) => Promise.resolve(https);
const tcp = (account: FrontDoor) => aNetworkListener(account, 'TCP');

const listeners: readonly ReadBack[] = [
  listenerAttributes(
    'what an HTTP listener does unasked',
    plain,
    { 'routing.http.response.server.enabled': 'true', 'routing.http.response.x_frame_options.header_value': '' },
    11,
  ),
  listenerAttributes(
    'what an HTTPS listener does unasked',
    secure,
    {
      'routing.http.response.server.enabled': 'true',
      'routing.http.request.x_amzn_tls_version.header_name': '',
      'routing.http.request.x_amzn_mtls_clientcert.header_name': '',
    },
    19,
  ),
  listenerAttributes('what a TCP listener does unasked', tcp, { 'tcp.idle_timeout.seconds': '350' }, 1),
  onListener('no server header', { 'routing.http.response.server.enabled': 'false' }, plain),
  onListener(
    'a policy of content',
    { 'routing.http.response.content_security_policy.header_value': "default-src 'self'; img-src *" },
    plain,
  ),
  onListener('another name of a header', { 'routing.http.request.x_amzn_tls_version.header_name': 'X-Tls' }, secure),
  onListener('a longer idle time of TCP', { 'tcp.idle_timeout.seconds': '6000' }, tcp),
];

export const attributeReadBacks: readonly ReadBack[] = [...families, ...groups, ...balancers, ...listeners];

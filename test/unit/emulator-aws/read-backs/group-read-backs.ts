import {
  CreateTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  type ModifyTargetGroupCommandInput,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, networkGuide } from '../refusals/pages.ts';
import { agreed, fresh, shown, type ReadBack } from './read-back.ts';

/** The group as described: as its creation answered, and with load balancers. */
async function group({ elb, account }: FrontDoor, input: Partial<CreateTargetGroupCommandInput>): Promise<TargetGroup> {
  const { TargetGroups: [answered] = [] } = await elb.send(
    new CreateTargetGroupCommand({
      Name: `group-${fresh()}`,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: account.vpcId,
      ...input,
    }),
  );
  const { TargetGroups: [described] = [] } = await elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [answered?.TargetGroupArn ?? ''] }),
  );
  return agreed({ ...answered, LoadBalancerArns: [] }, { ...described });
}

const healthOf = (found: TargetGroup) => ({
  protocol: found.HealthCheckProtocol,
  port: found.HealthCheckPort,
  enabled: found.HealthCheckEnabled,
  interval: found.HealthCheckIntervalSeconds,
  timeout: found.HealthCheckTimeoutSeconds,
  healthy: found.HealthyThresholdCount,
  unhealthy: found.UnhealthyThresholdCount,
  path: found.HealthCheckPath,
  matcher: found.Matcher,
});

type Health = ReturnType<typeof healthOf>;

const usual: Health = {
  protocol: 'HTTP',
  port: 'traffic-port',
  enabled: true,
  interval: 30,
  timeout: 5,
  healthy: 5,
  unhealthy: 2,
  path: '/',
  matcher: { HttpCode: '200' },
};

const checks = (
  request: string,
  input: Partial<CreateTargetGroupCommandInput>,
  shows: Partial<Health>,
  page = api('CreateTargetGroup'),
): ReadBack => shown(request, async (account) => healthOf(await group(account, input)), { ...usual, ...shows }, page);

const none = { Protocol: undefined, Port: undefined, VpcId: undefined } as const;
const connects = { protocol: 'TCP', timeout: 10, path: undefined, matcher: undefined } as const;

const defaults: readonly ReadBack[] = [
  checks('the checks of HTTP', {}, {}),
  checks('the checks of HTTPS', { Protocol: 'HTTPS' }, {}),
  checks('the checks of HTTP/2', { ProtocolVersion: 'HTTP2' }, {}),
  checks(
    'the checks of GRPC',
    { ProtocolVersion: 'GRPC' },
    { path: '/AWS.ALB/healthcheck', matcher: { GrpcCode: '12' } },
  ),
  checks(
    'the checks of a function',
    { TargetType: 'lambda', ...none },
    { protocol: undefined, port: undefined, enabled: false, interval: 35, timeout: 30 },
    guide('lambda-functions'),
  ),
  ...(['TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'] as const).map((Protocol) =>
    checks(`the checks of ${Protocol}`, { Protocol, Port: 53 }, connects),
  ),
  checks(
    'the checks of GENEVE',
    { Protocol: 'GENEVE', Port: 6081 },
    { ...connects, port: '80', interval: 10, timeout: 5 },
  ),
  checks(
    'the checks of a load balancer',
    { Protocol: 'TCP', TargetType: 'alb' },
    { timeout: 6, matcher: { HttpCode: '200-399' } },
    networkGuide('application-load-balancer-target'),
  ),
  checks(
    'requests as the checks of TCP',
    { Protocol: 'TCP', HealthCheckProtocol: 'HTTP' },
    { timeout: 6, matcher: { HttpCode: '200-399' } },
  ),
  checks(
    'secure requests as the checks of TCP',
    { Protocol: 'TCP', HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/up' },
    { protocol: 'HTTPS', timeout: 10, path: '/up', matcher: { HttpCode: '200-399' } },
  ),
];

const asked: readonly ReadBack[] = [
  checks('a path', { HealthCheckPath: '/healthz?full=1' }, { path: '/healthz?full=1' }),
  checks('a port', { HealthCheckPort: '8081' }, { port: '8081' }),
  checks('a protocol of checks', { HealthCheckProtocol: 'HTTPS' }, { protocol: 'HTTPS' }),
  checks('an interval', { HealthCheckIntervalSeconds: 300 }, { interval: 300 }),
  checks('a timeout', { HealthCheckTimeoutSeconds: 29 }, { timeout: 29 }),
  checks('thresholds', { HealthyThresholdCount: 2, UnhealthyThresholdCount: 10 }, { healthy: 2, unhealthy: 10 }),
  checks('a code', { Matcher: { HttpCode: '204' } }, { matcher: { HttpCode: '204' } }, api('Matcher')),
  checks('codes', { Matcher: { HttpCode: '200,404' } }, { matcher: { HttpCode: '200,404' } }, api('Matcher')),
  checks(
    'a range of codes',
    { Matcher: { HttpCode: '200-499' } },
    { matcher: { HttpCode: '200-499' } },
    api('Matcher'),
  ),
  checks(
    'codes and ranges of codes',
    { Matcher: { HttpCode: '200-299,404' } },
    { matcher: { HttpCode: '200-299,404' } },
    'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/guide/ingress/annotations.md',
  ),
  checks(
    'codes of GRPC',
    { ProtocolVersion: 'GRPC', Matcher: { GrpcCode: '0-99' }, HealthCheckPath: '/x.Y/z' },
    { path: '/x.Y/z', matcher: { GrpcCode: '0-99' } },
    api('Matcher'),
  ),
  checks(
    'a code above 499 of TCP',
    { Protocol: 'TCP', HealthCheckProtocol: 'HTTP', Matcher: { HttpCode: '200-599' } },
    { timeout: 6, matcher: { HttpCode: '200-599' } },
    api('Matcher'),
  ),
  checks(
    'a function checked',
    { TargetType: 'lambda', ...none, HealthCheckEnabled: true, HealthCheckPath: '/up' },
    { protocol: undefined, port: undefined, interval: 35, timeout: 30, path: '/up' },
    guide('lambda-functions'),
  ),
  checks(
    'a timeout as long as the interval of TCP',
    { Protocol: 'TCP', HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 10 },
    { ...connects, interval: 10 },
    'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/service/model_build_target_group.go',
  ),
  checks(
    'an interval of TLS as long as the usual timeout',
    { Protocol: 'TLS', HealthCheckIntervalSeconds: 10 },
    { ...connects, interval: 10 },
    networkGuide('target-group-health-checks'),
  ),
];

const member = (
  request: string,
  input: Partial<CreateTargetGroupCommandInput>,
  [name, shows]: readonly [keyof TargetGroup, Parameters<typeof shown>[2]],
  page = api('TargetGroup'),
) => shown(request, async (account) => (await group(account, input))[name], shows, page);

const members: readonly ReadBack[] = [
  member('a group of instances, which is the usual kind', {}, ['TargetType', 'instance']),
  member('a group of addresses', { TargetType: 'ip' }, ['TargetType', 'ip']),
  member('a group in IPv4, which is the usual kind', { TargetType: 'ip' }, ['IpAddressType', 'ipv4']),
  member('a group in IPv6', { TargetType: 'ip', IpAddressType: 'ipv6' }, ['IpAddressType', 'ipv6']),
  member('HTTP/1.1, which is the usual version', {}, ['ProtocolVersion', 'HTTP1']),
  member(
    'a version in small letters',
    { ProtocolVersion: 'grpc' },
    ['ProtocolVersion', 'GRPC'],
    api('CreateTargetGroup'),
  ),
  member('no version of TCP', { Protocol: 'TCP' }, ['ProtocolVersion', undefined]),
  member('the protocol', { Protocol: 'TCP_UDP', Port: 53 }, ['Protocol', 'TCP_UDP']),
  member('the port', { Port: 65_535 }, ['Port', 65_535]),
  member('the network', {}, ['VpcId', ({ account }: FrontDoor) => account.vpcId]),
  member('no port of a function', { TargetType: 'lambda', ...none }, ['Port', undefined]),
  member('no network of a function', { TargetType: 'lambda', ...none }, ['VpcId', undefined]),
  member('no protocol of a function', { TargetType: 'lambda', ...none }, ['Protocol', undefined]),
  member('a port of the target optimizer', { TargetControlPort: 3000 }, ['TargetControlPort', 3000]),
  member('a group nobody uses', {}, ['LoadBalancerArns', []]),
  shown(
    'a group somebody uses',
    async ({ elb, group: used }) =>
      (await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [used] }))).TargetGroups?.[0]
        ?.LoadBalancerArns,
    ({ loadBalancer }: FrontDoor) => [loadBalancer],
    api('TargetGroup'),
  ),
  shown(
    'an ARN with the name in it',
    async (account) => (await group(account, { Name: 'named' })).TargetGroupArn?.replace(/[0-9a-f]{16}$/, ''),
    'arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/named/',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
  shown(
    'the same group a second time',
    async (account) => {
      const input = { Name: `again-${fresh()}`, Tags: [{ Key: 'a', Value: 'b' }] };
      return String(
        (await group(account, input)).TargetGroupArn === (await group(account, { Name: input.Name })).TargetGroupArn,
      );
    },
    'true',
    api('CreateTargetGroup'),
  ),
  shown(
    'the groups of a load balancer',
    async ({ elb, loadBalancer }) =>
      (await elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: loadBalancer }))).TargetGroups?.map(
        ({ TargetGroupName }) => TargetGroupName,
      ),
    ['cart'],
    api('DescribeTargetGroups'),
  ),
  shown(
    'groups by name',
    async ({ elb }) =>
      (await elb.send(new DescribeTargetGroupsCommand({ Names: ['tcp'] }))).TargetGroups?.map(
        ({ Protocol }) => Protocol,
      ),
    ['TCP'],
    api('DescribeTargetGroups'),
  ),
];

const modified = (
  request: string,
  before: Partial<CreateTargetGroupCommandInput>,
  change: Partial<ModifyTargetGroupCommandInput>,
  shows: Partial<Health>,
): ReadBack =>
  shown(
    request,
    async (account) => {
      const { TargetGroupArn = '' } = await group(account, before);
      const { TargetGroups: answered } = await account.elb.send(
        new ModifyTargetGroupCommand({ TargetGroupArn, ...change }),
      );
      const { TargetGroups: described } = await account.elb.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
      );
      return healthOf(agreed(answered, described)?.[0] ?? {});
    },
    { ...usual, ...shows },
    api('ModifyTargetGroup'),
  );

const changes: readonly ReadBack[] = [
  modified('a change of nothing', { HealthCheckPath: '/a' }, {}, { path: '/a' }),
  modified(
    'a change of path, and of nothing else',
    { HealthCheckPort: '81' },
    { HealthCheckPath: '/b' },
    { port: '81', path: '/b' },
  ),
  modified(
    'a change of interval and timeout',
    {},
    { HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 9 },
    { interval: 10, timeout: 9 },
  ),
  modified('a change of matcher', {}, { Matcher: { HttpCode: '200-204' } }, { matcher: { HttpCode: '200-204' } }),
  modified('a change of the protocol of checks', {}, { HealthCheckProtocol: 'HTTPS' }, { protocol: 'HTTPS' }),
  modified(
    'connections turned to requests',
    { Protocol: 'TCP' },
    { HealthCheckProtocol: 'HTTP', HealthCheckPath: '/up' },
    { timeout: 10, path: '/up', matcher: { HttpCode: '200-399' } },
  ),
  modified(
    'requests turned to connections',
    { Protocol: 'TCP', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/up' },
    { HealthCheckProtocol: 'TCP' },
    { ...connects, timeout: 6 },
  ),
];

export const groupReadBacks: readonly ReadBack[] = [...defaults, ...asked, ...members, ...changes];

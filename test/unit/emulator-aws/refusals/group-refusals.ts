import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  type CreateTargetGroupCommandInput,
  type TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const create =
  (input: Partial<CreateTargetGroupCommandInput>) =>
  ({ elb, account }: FrontDoor) =>
    elb.send(new CreateTargetGroupCommand({ Name: 'new', Protocol: 'HTTP', Port: 80, VpcId: account.vpcId, ...input }));

const lambda = (input: Partial<CreateTargetGroupCommandInput>) =>
  create({ TargetType: 'lambda', Protocol: undefined, Port: undefined, VpcId: undefined, ...input });

const register =
  (...Targets: TargetDescription[]) =>
  ({ elb, group }: FrontDoor) =>
    elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));

const noSuchVpc = 'vpc-0123456789abcdef0';
const pattern = '(?!^-)(?!.*-$)^[A-Za-z0-9-]+$';
const badName = (name: string, wanted = pattern) =>
  `1 validation error detected: Value '${name}' at 'targetGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${wanted}`;

const families: Refusal[] = [
  refused('an empty group name', create({ Name: '' }), /cannot be empty/, { page: api('CreateTargetGroup') }),
  refused(
    'a group name of 33 characters',
    create({ Name: 'a'.repeat(33) }),
    `Target group name '${'a'.repeat(33)}' cannot be longer than '32' characters`,
    { page: recorded('tg-name') },
  ),
  refused(
    'a group name with a dot',
    create({ Name: 'a.b' }),
    `Target group name 'a.b' can only contain characters that are alphanumeric characters or hyphens(-)`,
    { page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_target_groups.py') },
  ),
  refused('a group name that begins with a hyphen', create({ Name: '-a' }), badName('-a'), {
    page: recorded('tg-name'),
  }),
  refused('a group name with a double hyphen', create({ Name: 'a--b' }), /at 'targetGroupName'/, {
    page: reported('getmoto/moto/blob/master/moto/elbv2/models.py'),
  }),
  refused('no protocol', create({ Protocol: undefined }), 'A protocol must be specified', {
    page: recorded('tg-protocol-required-non-lambda'),
  }),
  refused('no port', create({ Port: undefined }), 'A port must be specified', { page: api('CreateTargetGroup') }),
  refused('no VPC', create({ VpcId: undefined }), 'A VPC ID must be specified', {
    page: recorded('tg-vpc-required-non-lambda'),
  }),
  refused('an unknown VPC', create({ VpcId: noSuchVpc }), `The VPC ID '${noSuchVpc}' is not found`, {
    page: api('CreateTargetGroup'),
  }),
  refused(
    'an unknown VPC, before its bad health check',
    create({ VpcId: noSuchVpc, HealthCheckTimeoutSeconds: 30, HealthCheckIntervalSeconds: 30 }),
    `The VPC ID '${noSuchVpc}' is not found`,
    { page: recorded('hc-timeout-interval') },
  ),
  refused(
    'an unknown protocol version',
    create({ ProtocolVersion: 'HTTP/2' }),
    `Target group protocol version 'HTTP/2' must be one of '[HTTP2, HTTP1, GRPC]'`,
    { page: recorded('tg-protocol-version-values') },
  ),
  refused(
    'a protocol version on TCP',
    create({ Protocol: 'TCP', ProtocolVersion: 'HTTP1' }),
    `You cannot specify the protocol version for a target group with the 'TCP' protocol`,
    { page: recorded('tg-protocol-version-http-only') },
  ),
  refused(
    'a target control port on TCP',
    create({ Protocol: 'TCP', TargetControlPort: 3000 }),
    'Target control port is not supported',
    { page: recorded('tg-target-control-port-scope') },
  ),
  refused(
    'a target control port for Lambda',
    lambda({ TargetControlPort: 3000 }),
    'Target control port is not supported',
    {
      page: recorded('tg-target-control-port-scope'),
    },
  ),
  refused(
    'a protocol for Lambda',
    lambda({ Protocol: 'HTTP' }),
    `Protocol cannot be specified for target groups with target type 'lambda'`,
    { page: recorded('lambda-target-protocol') },
  ),
  refused(
    'a port for Lambda',
    lambda({ Port: 80 }),
    `Port cannot be specified for target groups with target type 'lambda'`,
    { page: recorded('tg-lambda-no-port') },
  ),
  refused(
    'IPv6 for Lambda',
    lambda({ IpAddressType: 'ipv6' }),
    `Target type 'lambda' is not supported with an IPv6 target group`,
    { page: recorded('tg-ipv6-with-lambda') },
  ),
  refused(
    'the name of a group with other settings',
    create({ Name: 'cart', Port: 81, TargetType: 'ip' }),
    `A target group with the same name 'cart' exists, but with different settings`,
    { code: 'DuplicateTargetGroupNameException', page: api('CreateTargetGroup') },
  ),
  refused('the 3001st group', create({}), /target groups/, {
    code: 'TooManyTargetGroupsException',
    page: guide('load-balancer-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetGroups: 6 })),
  }),
];

const checks: Refusal[] = [
  refused(
    'an interval of 4 seconds',
    create({ HealthCheckIntervalSeconds: 4 }),
    /at 'healthCheckIntervalSeconds' .* greater than or equal to 5$/,
    { page: api('CreateTargetGroup') },
  ),
  refused(
    'a threshold of 11',
    create({ HealthyThresholdCount: 11 }),
    /at 'healthyThresholdCount' .* less than or equal to 10$/,
    { page: api('CreateTargetGroup') },
  ),
  refused(
    'a timeout as long as the interval',
    create({ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }),
    `Health check timeout '5' must be smaller than the interval '5'`,
    { page: recorded('hc-timeout-interval') },
  ),
  refused(
    'a TCP timeout longer than the interval',
    create({ Protocol: 'TCP', HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 6 }),
    `Health check timeout '6' must be smaller than or equal to the interval '5'`,
    { page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_target_groups.py') },
  ),
  refused(
    'a matcher that runs backwards',
    create({ Matcher: { HttpCode: '200,299-204' } }),
    /range '299-204' is not valid/,
    { page: api('Matcher') },
  ),
  refused(
    'health checks off',
    create({ HealthCheckEnabled: false }),
    `Health check enabled must be true for target groups with target type 'instance'`,
    { page: recorded('tg-hc-enabled-required') },
  ),
  refused(
    'TCP health checks',
    create({ HealthCheckProtocol: 'TCP' }),
    `Health check protocol 'TCP' must be one of 'HTTP, HTTPS'`,
    { page: recorded('tg-hc-tcp-for-http-tg') },
  ),
  refused(
    'UDP health checks',
    create({ Protocol: 'UDP', HealthCheckProtocol: 'UDP' }),
    `Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'`,
    { page: recorded('tg-hc-protocol-unsupported') },
  ),
  refused(
    'the path of a TCP health check',
    create({ Protocol: 'TCP', HealthCheckPath: '/' }),
    'Health check paths are not supported for TCP health checks',
    { page: recorded('tcp-health-check-path') },
  ),
  refused(
    'the matcher of a TCP health check',
    create({ Protocol: 'TCP', Matcher: { HttpCode: '200' } }),
    /matchers are not supported for TCP/,
    { page: api('CreateTargetGroup') },
  ),
  refused('a relative health check path', create({ HealthCheckPath: 'health' }), /must begin with a '\/'/, {
    page: guide('target-group-health-checks'),
  }),
  refused(
    'health check port 0',
    create({ HealthCheckPort: '0' }),
    `Health check port '0' must be within '1-65535' or 'traffic-port'`,
    { page: recorded('tg-hc-port-format') },
  ),
  refused(
    'health check port traffic_port',
    create({ HealthCheckPort: 'traffic_port' }),
    `Health check port 'traffic_port' must be within '1-65535' or 'traffic-port'`,
    { page: recorded('tg-hc-port-format') },
  ),
  refused(
    'matcher 599',
    create({ Matcher: { HttpCode: '599' } }),
    `Health check matcher HTTP code '599' must be within '200-499' inclusive`,
    { page: recorded('tg-matcher-range-alb') },
  ),
  refused(
    'GRPC matcher 120',
    create({ ProtocolVersion: 'GRPC', Matcher: { GrpcCode: '120' } }),
    `Health check matcher GRPC code '120' must be within '0-99' inclusive`,
    { page: recorded('tg-matcher-grpc-range') },
  ),
  refused('a matcher of words', create({ Matcher: { HttpCode: 'ok' } }), /list or a range/, { page: api('Matcher') }),
  refused('a matcher that counts down', create({ Matcher: { HttpCode: '299-200' } }), /range/, {
    page: api('Matcher'),
  }),
  refused(
    'a GRPC matcher on HTTP',
    create({ Matcher: { GrpcCode: '0' } }),
    'Health check matcher HTTP code cannot be empty',
    { page: recorded('tg-matcher-grpc-requires-grpc') },
  ),
  refused(
    'an HTTP matcher on GRPC',
    create({ ProtocolVersion: 'GRPC', Matcher: { HttpCode: '200' } }),
    'Health check matcher GRPC code cannot be empty',
    { page: api('Matcher') },
  ),
  refused(
    'a change to a timeout as long as the interval',
    ({ elb, group }) =>
      elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: group, HealthCheckTimeoutSeconds: 30 })),
    `Health check timeout '30' must be smaller than the interval '30'`,
    { page: api('ModifyTargetGroup') },
  ),
];

const targets: Refusal[] = [
  refused(
    'a public address',
    register({ Id: '8.8.8.8' }),
    `The IP address '8.8.8.8' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
    { page: recorded('tg-target-ip-not-public') },
  ),
  refused(
    'an address outside the VPC without zone',
    register({ Id: '192.168.0.1' }),
    /you must specify an Availability Zone/,
    { page: api('TargetDescription') },
  ),
  refused('an IPv6 address in an IPv4 group', register({ Id: 'fd00::1' }), /IP address type/, {
    page: guide('load-balancer-target-groups'),
  }),
  refused('an instance in an ip group', register({ Id: 'i-0123456789abcdef0' }), /not a valid IPv4 or IPv6 address/, {
    page: api('TargetDescription'),
  }),
  refused(
    'a QUIC server in an HTTP group',
    register({ Id: '10.0.128.20', QuicServerId: '0x0123456789abcdef' }),
    /QUIC/,
    { page: api('TargetDescription') },
  ),
  refused('no targets', register(), /At least one target/, { page: api('RegisterTargets') }),
  refused(
    '201 targets in one call',
    register(...Array.from({ length: 201 }, (_, index) => ({ Id: '10.0.128.20', Port: 1000 + index }))),
    /'200'/,
    {
      page: reported(
        'kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/targetgroupbinding/targets_manager.go',
      ),
    },
  ),
  refused('target port 0', register({ Id: '10.0.128.20', Port: 0 }), /at 'targets.1.member.port'/, {
    page: api('TargetDescription'),
  }),
  refused('a target without id', register({ Id: undefined, Port: 80 }), /Value null at 'targets.1.member.id'/, {
    page: api('TargetDescription'),
  }),
  refused(
    'an instance that does not exist',
    ({ elb, instances }) =>
      elb.send(new RegisterTargetsCommand({ TargetGroupArn: instances, Targets: [{ Id: 'i-0123456789abcdef0' }] })),
    /i-0123456789abcdef0/,
    { code: 'InvalidTargetException', page: api('RegisterTargets') },
  ),
  refused(
    'an address in an instance group',
    ({ elb, instances }) =>
      elb.send(new RegisterTargetsCommand({ TargetGroupArn: instances, Targets: [{ Id: '10.19.173.98' }] })),
    `Instance ID '10.19.173.98' is not valid`,
    { page: reported('kubernetes-sigs/aws-load-balancer-controller/issues/3668') },
  ),
  refused('the 1001st target of a group', register({ Id: '10.0.128.20' }), /targets per target group/, {
    code: 'TooManyTargetsException',
    page: guide('load-balancer-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetsPerTargetGroup: 0 })),
  }),
  refused(
    'the 1001st target of a load balancer',
    register({ Id: '10.0.128.20' }),
    /^The maximum number of targets per load balancer '0' has been reached on load balancer 'arn:.*'$/,
    {
      code: 'TooManyTargetsException',
      page: reported('kubernetes/kubernetes/issues/86441'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetsPerLoadBalancer: 0 })),
    },
  ),
  refused('one target behind a load balancer for the 1001st time', register({ Id: '10.0.128.20' }), /more than '0'/, {
    code: 'TooManyRegistrationsForTargetIdException',
    page: guide('load-balancer-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ registrationsPerTargetId: 0 })),
  }),
];

const functionArn = (name: string) => `arn:aws:lambda:us-west-2:123456789012:function:${name}`;

const registerFunctions =
  (...Targets: TargetDescription[]) =>
  async (account: FrontDoor) => {
    const { TargetGroups } = await lambda({ Name: 'functions' })(account);
    return account.elb.send(new RegisterTargetsCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn, Targets }));
  };

const functions: Refusal[] = [
  refused(
    'two functions',
    registerFunctions({ Id: functionArn('a') }, { Id: functionArn('b') }),
    `Up to '1' Lambda function target(s) can be registered, but '2' were specified`,
    { code: 'TooManyTargetsException', page: recorded('tg-lambda-single-target') },
  ),
  refused('a function that is none', registerFunctions({ Id: 'a' }), /not a valid Lambda function ARN/, {
    page: api('TargetDescription'),
  }),
  refused('a function on a port', registerFunctions({ Id: functionArn('a'), Port: 80 }), /Port cannot be specified/, {
    page: api('TargetDescription'),
  }),
  refused(
    'a function in one zone',
    registerFunctions({ Id: functionArn('a'), AvailabilityZone: 'us-west-2a' }),
    /must be 'all'/,
    { page: api('TargetDescription') },
  ),
];

const rest: Refusal[] = [
  refused(
    'deleting a group in use',
    ({ elb, group }) => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group })),
    /^Target group 'arn:.*' is currently in use by a listener or a rule$/,
    { code: 'ResourceInUseException', page: api('DeleteTargetGroup') },
  ),
  refused(
    'deleting a load balancer as a group',
    ({ elb, loadBalancer }) => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: loadBalancer })),
    /^'arn:.*' is not a valid target group ARN$/,
    { page: api('DeleteTargetGroup') },
  ),
  refused(
    'modifying a group that does not exist',
    ({ elb, group }) => elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: `${group.slice(0, -4)}0000` })),
    'One or more target groups not found',
    { code: 'TargetGroupNotFoundException', page: api('ModifyTargetGroup') },
  ),
  refused(
    'deregistering nothing',
    ({ elb, group }) => elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [] })),
    /At least one target/,
    { page: api('DeregisterTargets') },
  ),
  refused(
    'groups by name and ARN at once',
    ({ elb, group }) => elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [group], Names: ['cart'] })),
    /same time/,
    { page: api('DescribeTargetGroups') },
  ),
  refused(
    'a group of a name that does not exist',
    ({ elb }) => elb.send(new DescribeTargetGroupsCommand({ Names: ['none'] })),
    'One or more target groups not found',
    { code: 'TargetGroupNotFoundException', page: api('DescribeTargetGroups') },
  ),
];

/** Refused target groups of Application Load Balancers, and refused targets. */
export const groupRefusals: readonly Refusal[] = [...families, ...checks, ...targets, ...functions, ...rest];

import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  type CreateTargetGroupCommandInput,
  type TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import type { Refusal } from './refusal.ts';

const create =
  (input: Partial<CreateTargetGroupCommandInput>) =>
  ({ elb, account }: FrontDoor) =>
    elb.send(new CreateTargetGroupCommand({ Name: 'new', Protocol: 'HTTP', Port: 80, VpcId: account.vpcId, ...input }));

const attributes =
  (...Attributes: { Key: string; Value: string }[]) =>
  ({ elb, group }: FrontDoor) =>
    elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group, Attributes }));

const attribute = (Key: string, Value: string) => attributes({ Key, Value });

const register =
  (...Targets: TargetDescription[]) =>
  ({ elb, group }: FrontDoor) =>
    elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));

const refused = (
  request: string,
  send: Refusal['send'],
  message: string | RegExp,
  code = 'ValidationError',
): Refusal => ({ request, send, code, message });

const creations: Refusal[] = [
  refused(
    'a name of 33 characters',
    create({ Name: 'a'.repeat(33) }),
    `Target group name '${'a'.repeat(33)}' cannot be longer than '32' characters`,
  ),
  refused(
    'a name with a dot',
    create({ Name: 'a.b' }),
    `Target group name 'a.b' can only contain characters that are alphanumeric characters or hyphens(-)`,
  ),
  refused(
    'a name that begins with a hyphen',
    create({ Name: '-a' }),
    `Target group name '-a' cannot begin or end with '-'`,
  ),
  refused('a name with a double hyphen', create({ Name: 'a--b' }), /targetGroup.targetGroupArn.targetGroupName/),
  refused('no protocol', create({ Protocol: undefined }), 'A protocol must be specified'),
  refused('no port', create({ Port: undefined }), 'A port must be specified'),
  refused('no VPC', create({ VpcId: undefined }), 'A VPC ID must be specified'),
  refused(
    'an unknown VPC',
    create({ VpcId: 'vpc-0123456789abcdef0' }),
    `The VPC ID 'vpc-0123456789abcdef0' is not found`,
  ),
  refused(
    'an unknown VPC, before its bad health check',
    create({ VpcId: 'vpc-0123456789abcdef0', HealthCheckTimeoutSeconds: 30, HealthCheckIntervalSeconds: 30 }),
    `The VPC ID 'vpc-0123456789abcdef0' is not found`,
  ),
  refused('an unknown protocol version', create({ ProtocolVersion: 'HTTP3' }), /HTTP1, HTTP2, GRPC/),
  refused('a protocol version on TCP', create({ Protocol: 'TCP', ProtocolVersion: 'HTTP1' }), /Protocol version/),
  refused(
    'a protocol for Lambda',
    create({ TargetType: 'lambda', Port: undefined, VpcId: undefined }),
    `Protocol cannot be specified for target groups with target type 'lambda'`,
  ),
  refused(
    'an interval of 4 seconds',
    create({ HealthCheckIntervalSeconds: 4 }),
    /at 'healthCheckIntervalSeconds' .* greater than or equal to 5$/,
  ),
  refused(
    'a threshold of 11',
    create({ HealthyThresholdCount: 11 }),
    /at 'healthyThresholdCount' .* less than or equal to 10$/,
  ),
  refused(
    'a timeout as long as the interval',
    create({ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }),
    `Health check timeout '5' must be smaller than the interval '5'`,
  ),
  refused(
    'health checks off',
    create({ HealthCheckEnabled: false }),
    `Health check enabled must be true for target groups with target type 'instance'`,
  ),
  refused('TCP health checks', create({ HealthCheckProtocol: 'TCP' }), /HTTP, HTTPS/),
  refused('a relative health check path', create({ HealthCheckPath: 'health' }), /must begin with a '\/'/),
  refused('health check port 0', create({ HealthCheckPort: '0' }), /traffic-port/),
  refused(
    'matcher 599',
    create({ Matcher: { HttpCode: '599' } }),
    `Health check matcher HTTP code '599' must be within '200-499' inclusive`,
  ),
  refused('a GRPC matcher on HTTP', create({ Matcher: { GrpcCode: '0' } }), /GrpcCode/),
  refused('an HTTP matcher on GRPC', create({ ProtocolVersion: 'GRPC', Matcher: { HttpCode: '200' } }), /HttpCode/),
  refused(
    'the name of a group with other settings',
    create({ Name: 'cart', Port: 81, TargetType: 'ip' }),
    `A target group with the same name 'cart' exists, but with different settings`,
    'DuplicateTargetGroupNameException',
  ),
  {
    ...refused('the 3001st group', create({}), /target groups/, 'TooManyTargetGroupsException'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetGroups: 6 })),
  },
];

const attributeRefusals: Refusal[] = [
  refused('an unknown attribute', attribute('teapot.enabled', 'true'), /not recognized/),
  refused(
    `a network group's attribute`,
    attribute('preserve_client_ip.enabled', 'true'),
    'A target group with HTTP protocol does not support the attribute preserve_client_ip.enabled',
    'InvalidConfigurationRequestException',
  ),
  refused(
    'a deregistration delay of 3601 seconds',
    attribute('deregistration_delay.timeout_seconds', '3601'),
    /between 0 and 3600/,
  ),
  refused('a slow start of 29 seconds', attribute('slow_start.duration_seconds', '29'), /between 30 and 900/),
  refused(
    'anomaly mitigation with round robin',
    attribute('load_balancing.algorithm.anomaly_mitigation', 'on'),
    /weighted_random/,
    'InvalidConfigurationRequestException',
  ),
  refused(
    'slow start with least outstanding requests',
    attributes(
      { Key: 'slow_start.duration_seconds', Value: '30' },
      { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
    ),
    /Slow start/,
    'InvalidConfigurationRequestException',
  ),
  refused(
    'stickiness by source',
    attribute('stickiness.type', 'source_ip'),
    `Stickiness type 'source_ip' is not supported for target groups with the HTTP protocol`,
    'InvalidConfigurationRequestException',
  ),
  refused(
    'application cookie stickiness without name',
    attributes({ Key: 'stickiness.enabled', Value: 'true' }, { Key: 'stickiness.type', Value: 'app_cookie' }),
    `You must set an application cookie name to enable stickiness of type 'app_cookie'`,
    'InvalidConfigurationRequestException',
  ),
  refused(
    'a reserved cookie name',
    attribute('stickiness.app_cookie.cookie_name', 'AWSALBX'),
    /reserved/,
    'InvalidConfigurationRequestException',
  ),
];

const targets: Refusal[] = [
  refused(
    'a public address',
    register({ Id: '8.8.8.8' }),
    `The IP address '8.8.8.8' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
  ),
  refused(
    'an address outside the VPC without zone',
    register({ Id: '192.168.0.1' }),
    /you must specify an Availability Zone/,
  ),
  refused('an IPv6 address in an IPv4 group', register({ Id: 'fd00::1' }), /IP address type/),
  refused('an instance in an ip group', register({ Id: 'i-0123456789abcdef0' }), /not a valid IPv4 or IPv6 address/),
  refused(
    '201 targets in one call',
    register(...Array.from({ length: 201 }, (_, index) => ({ Id: '10.0.128.20', Port: 1000 + index }))),
    /'200'/,
  ),
  refused('target port 0', register({ Id: '10.0.128.20', Port: 0 }), /at 'targets.1.member.port'/),
  refused('a target without id', register({ Id: undefined, Port: 80 }), /Value null at 'targets.1.member.id'/),
  {
    request: 'an instance that does not exist',
    send: ({ elb, instances }) =>
      elb.send(new RegisterTargetsCommand({ TargetGroupArn: instances, Targets: [{ Id: 'i-0123456789abcdef0' }] })),
    code: 'InvalidTargetException',
    message: /i-0123456789abcdef0/,
  },
  {
    ...refused(
      'the 1001st target of a group',
      register({ Id: '10.0.128.20' }),
      /targets per target group/,
      'TooManyTargetsException',
    ),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetsPerTargetGroup: 0 })),
  },
  {
    ...refused(
      'the 1001st target of a load balancer',
      register({ Id: '10.0.128.20' }),
      /targets per load balancer/,
      'TooManyTargetsException',
    ),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetsPerLoadBalancer: 0 })),
  },
];

const rest: Refusal[] = [
  {
    request: 'deleting a group in use',
    send: ({ elb, group }) => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group })),
    code: 'ResourceInUseException',
    message: /^Target group 'arn:.*' is currently in use by a listener or a rule$/,
  },
  {
    request: 'deleting a load balancer as a group',
    send: ({ elb, loadBalancer }) => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: loadBalancer })),
    code: 'ValidationError',
    message: /^'arn:.*' is not a valid target group ARN$/,
  },
  {
    request: 'modifying a group that does not exist',
    send: ({ elb, group }) => elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: `${group.slice(0, -4)}0000` })),
    code: 'TargetGroupNotFoundException',
    message: 'One or more target groups not found',
  },
  {
    request: 'groups by name and ARN at once',
    send: ({ elb, group }) => elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [group], Names: ['cart'] })),
    code: 'ValidationError',
    message: /same time/,
  },
];

/** Refused CreateTargetGroup, attributes, registrations. */
export const groupRefusals: readonly Refusal[] = [...creations, ...attributeRefusals, ...targets, ...rest];

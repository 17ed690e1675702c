import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  type CreateTargetGroupCommandInput,
  type DescribeTargetHealthCommandInput,
  type TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, networkGuide } from '../refusals/pages.ts';
import { fresh, shown, type ReadBack } from './read-back.ts';

type Input = Partial<CreateTargetGroupCommandInput>;

async function groupOf({ elb, account }: FrontDoor, input: Input) {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: `targets-${fresh()}`,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: account.vpcId,
      TargetType: 'ip',
      ...input,
    }),
  );
  return TargetGroups?.[0]?.TargetGroupArn;
}

/** What health says of these targets in a group of this kind. */
async function healthOf(
  account: FrontDoor,
  Targets: TargetDescription[],
  input: Input = {},
  question: Partial<DescribeTargetHealthCommandInput> = {},
) {
  const TargetGroupArn = await groupOf(account, input);
  await account.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  const { TargetHealthDescriptions = [] } = await account.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn, ...question }),
  );
  return TargetHealthDescriptions;
}

const target = (
  request: string,
  [given, shows]: readonly [(account: FrontDoor) => TargetDescription, (account: FrontDoor) => TargetDescription],
  input: Input = {},
  page = api('TargetDescription'),
) => shown(request, async (account) => (await healthOf(account, [given(account)], input))[0]?.Target, shows, page);

const node = ({ account }: FrontDoor) => account.nodes[0]?.instanceId ?? '';
const functionArn = 'arn:aws:lambda:us-west-2:123456789012:function:cart';
const lambda = { TargetType: 'lambda', Protocol: undefined, Port: undefined, VpcId: undefined } as const;

const registrations: readonly ReadBack[] = [
  target('an address, with the zone of its subnet', [
    () => ({ Id: '10.0.128.20' }),
    ({ account }) => ({ Id: '10.0.128.20', Port: 80, AvailabilityZone: account.zones[0] }),
  ]),
  target('an address on a port of its own', [
    () => ({ Id: '10.0.128.20', Port: 8080 }),
    ({ account }) => ({ Id: '10.0.128.20', Port: 8080, AvailabilityZone: account.zones[0] }),
  ]),
  target('an address outside the network', [
    () => ({ Id: '192.168.0.5', AvailabilityZone: 'all' }),
    () => ({ Id: '192.168.0.5', Port: 80, AvailabilityZone: 'all' }),
  ]),
  target(
    'an instance, without zone',
    [(account) => ({ Id: node(account) }), (account) => ({ Id: node(account), Port: 80 })],
    { TargetType: 'instance' },
  ),
  target(
    'a function, without port',
    [() => ({ Id: functionArn }), () => ({ Id: functionArn })],
    lambda,
    guide('lambda-functions'),
  ),
  target(
    'a load balancer',
    [({ loadBalancer }) => ({ Id: loadBalancer }), ({ loadBalancer }) => ({ Id: loadBalancer, Port: 80 })],
    { TargetType: 'alb', Protocol: 'TCP' },
    networkGuide('application-load-balancer-target'),
  ),
  target(
    'a server of QUIC',
    [
      () => ({ Id: '10.0.128.20', QuicServerId: '0x0123456789abcdef' }),
      ({ account }) => ({
        Id: '10.0.128.20',
        Port: 443,
        AvailabilityZone: account.zones[0],
        QuicServerId: '0x0123456789abcdef',
      }),
    ],
    { Protocol: 'QUIC', Port: 443 },
  ),
  shown(
    'a target on two ports',
    async (account) =>
      (
        await healthOf(account, [
          { Id: '10.0.128.20', Port: 1 },
          { Id: '10.0.128.20', Port: 2 },
        ])
      ).map(({ Target }) => Target?.Port),
    [1, 2],
    guide('target-group-register-targets'),
  ),
  shown(
    'a target twice in a call',
    async (account) => (await healthOf(account, [{ Id: '10.0.128.20' }, { Id: '10.0.128.20', Port: 80 }])).length,
    1,
    api('RegisterTargets'),
  ),
];

const unused = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
};
const noOverride = {
  State: 'no_override',
  Reason: 'AdministrativeOverride.NoOverride',
  Description: 'No override is currently active on target',
};

const states: readonly ReadBack[] = [
  shown(
    'everything about a target nobody uses',
    async (account) => (await healthOf(account, [{ Id: '10.0.128.20' }]))[0],
    ({ account }: FrontDoor) => ({
      Target: { Id: '10.0.128.20', Port: 80, AvailabilityZone: account.zones[0] },
      HealthCheckPort: '80',
      TargetHealth: unused,
      AdministrativeOverride: noOverride,
    }),
    api('TargetHealthDescription'),
  ),
  shown(
    'a target that is not registered',
    async (account) => healthOf(account, [{ Id: '10.0.128.20' }], {}, { Targets: [{ Id: '10.0.128.21', Port: 9 }] }),
    [
      {
        Target: { Id: '10.0.128.21', Port: 9 },
        HealthCheckPort: '9',
        TargetHealth: {
          State: 'unused',
          Reason: 'Target.NotRegistered',
          Description: 'Target is not registered to the target group',
        },
      },
    ],
    api('TargetHealth'),
  ),
  shown(
    'one target of two',
    async (account) =>
      (
        await healthOf(
          account,
          [{ Id: '10.0.128.20' }, { Id: '10.0.128.21' }],
          {},
          { Targets: [{ Id: '10.0.128.21' }] },
        )
      ).map(({ Target }) => Target?.Id),
    ['10.0.128.21'],
    api('DescribeTargetHealth'),
  ),
  shown(
    'a target checked on another port',
    async (account) =>
      (await healthOf(account, [{ Id: '10.0.128.20' }], { HealthCheckPort: '9000' }))[0]?.HealthCheckPort,
    '9000',
    api('TargetHealthDescription'),
  ),
  shown(
    'anomalies, where they are looked for',
    async (account) => {
      const TargetGroupArn = await groupOf(account, {});
      const { elb } = account;
      const Attributes = [{ Key: 'load_balancing.algorithm.type', Value: 'weighted_random' }];
      await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
      await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.128.20' }] }));
      const { TargetHealthDescriptions } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn, Include: ['AnomalyDetection'] }),
      );
      return TargetHealthDescriptions?.[0]?.AnomalyDetection;
    },
    { Result: 'normal', MitigationInEffect: 'no' },
    api('AnomalyDetection'),
  ),
  shown(
    'a target that left a group nobody uses',
    async (account) => {
      const TargetGroupArn = await groupOf(account, {});
      const Targets = [{ Id: '10.0.128.20', Port: 80 }];
      await account.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
      await account.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
      return (await account.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))).TargetHealthDescriptions;
    },
    [],
    api('DeregisterTargets'),
  ),
  shown(
    'a function nobody checks',
    async (account) => (await healthOf(account, [{ Id: functionArn }], lambda))[0]?.HealthCheckPort,
    undefined,
    api('TargetHealthDescription'),
  ),
];

export const targetReadBacks: readonly ReadBack[] = [...registrations, ...states];

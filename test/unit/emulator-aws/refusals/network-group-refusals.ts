import {
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  RegisterTargetsCommand,
  type CreateTargetGroupCommandInput,
  type TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { aNetworkBalancer, aNetworkGroup } from '../network-balanced.ts';
import { api, networkGuide, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const createGroup =
  (input: Partial<CreateTargetGroupCommandInput>) =>
  ({ elb, account }: FrontDoor) =>
    elb.send(new CreateTargetGroupCommand({ Name: 'new', Protocol: 'TCP', Port: 80, VpcId: account.vpcId, ...input }));

const registerBalancer =
  (target: Partial<TargetDescription>, Name = 'alb', Port = 80) =>
  async (account: FrontDoor) =>
    account.elb.send(
      new RegisterTargetsCommand({
        TargetGroupArn: await aNetworkGroup(account, 'TCP', { Name, TargetType: 'alb', Port }),
        Targets: [{ Id: account.loadBalancer, ...target }],
      }),
    );

/** Refused target groups of Network and Gateway Load Balancers. */
export const networkGroupRefusals: readonly Refusal[] = [
  refused(
    'an HTTP group of load balancers',
    createGroup({ TargetType: 'alb', Protocol: 'HTTP' }),
    `Target type 'alb' is not supported for target groups with HTTP protocol`,
    { page: recorded('tg-alb-target-type-protocol') },
  ),
  refused(
    'an IPv6 group of load balancers',
    createGroup({ TargetType: 'alb', IpAddressType: 'ipv6' }),
    /IPv6 target group/,
    { page: networkGuide('application-load-balancer-target') },
  ),
  refused(
    'an IPv6 group of QUIC',
    createGroup({ Protocol: 'TCP_QUIC', IpAddressType: 'ipv6' }),
    `Protocol 'TCP_QUIC' is not supported with an IPv6 target group`,
    { page: recorded('tg-ipv6-with-quic') },
  ),
  refused('GENEVE on port 80', createGroup({ Protocol: 'GENEVE' }), 'Port must be 6081 for GENEVE target groups.', {
    page: recorded('tg-geneve-port'),
  }),
  refused(
    'a matcher of GENEVE',
    createGroup({ Protocol: 'GENEVE', Port: 6081, HealthCheckProtocol: 'HTTP', Matcher: { HttpCode: '200-499' } }),
    'Custom health check matchers are not supported for the requested target group',
    { page: recorded('tg-matcher-range-geneve') },
  ),
  refused(
    'matcher 600 over TCP',
    createGroup({ HealthCheckProtocol: 'HTTP', Matcher: { HttpCode: '600' } }),
    `Health check matcher HTTP code '600' must be within '200-599' inclusive`,
    { page: api('Matcher') },
  ),
  refused(
    'TCP health checks of a load balancer',
    createGroup({ TargetType: 'alb', HealthCheckProtocol: 'TCP' }),
    `Health check protocol 'TCP' must be one of 'HTTP, HTTPS'`,
    { page: networkGuide('target-group-health-checks') },
  ),
  refused(
    'a GENEVE target on port 80',
    async (account) =>
      account.elb.send(
        new RegisterTargetsCommand({
          TargetGroupArn: await aNetworkGroup(account, 'GENEVE'),
          Targets: [{ Id: '10.0.128.20', Port: 80 }],
        }),
      ),
    'Port must be 6081 for GENEVE target groups.',
    { page: api('TargetDescription') },
  ),
  refused(
    'a QUIC target without server id',
    async (account) =>
      account.elb.send(
        new RegisterTargetsCommand({
          TargetGroupArn: await aNetworkGroup(account, 'QUIC'),
          Targets: [{ Id: '10.0.128.20' }],
        }),
      ),
    /QUIC server ID/,
    { page: api('TargetDescription') },
  ),
  refused('a load balancer in a zone', registerBalancer({ AvailabilityZone: 'all' }), /Availability Zone/, {
    page: api('TargetDescription'),
  }),
  refused('a load balancer on another port', registerBalancer({ Port: 81 }), /'81'/, {
    page: api('TargetDescription'),
  }),
  refused('a load balancer that does not listen', registerBalancer({}, 'deaf', 81), /no listener on port '81'/, {
    code: 'InvalidTargetException',
    page: networkGuide('application-load-balancer-target'),
  }),
  refused(
    'a network load balancer as target',
    async (account) => registerBalancer({ Id: await aNetworkBalancer(account) })(account),
    /not an Application Load Balancer/,
    { code: 'InvalidTargetException', page: networkGuide('application-load-balancer-target') },
  ),
  refused('a load balancer as target for the third time', registerBalancer({}), /maximum number of target groups/, {
    code: 'TooManyRegistrationsForTargetIdException',
    page: networkGuide('load-balancer-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ groupsPerTargetLoadBalancer: 0 })),
  }),
  refused(
    'deleting a load balancer that is a target',
    ({ elb, loadBalancer }) => elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer })),
    /cannot be deleted because it is currently associated with another service$/,
    { code: 'ResourceInUseException', page: api('DeleteLoadBalancer'), after: registerBalancer({}) },
  ),
];

import {
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DescribeRulesCommand,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
  type CreateListenerCommandInput,
  type CreateLoadBalancerCommandInput,
  type CreateTargetGroupCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { aGateway, aNetworkBalancer, aNetworkGroup, aNetworkListener } from '../network-balanced.ts';
import { api, networkGuide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unsuitable = 'InvalidConfigurationRequestException';

const create =
  (input: (account: FrontDoor) => Partial<CreateLoadBalancerCommandInput>) =>
  ({ elb, ...account }: FrontDoor) =>
    elb.send(
      new CreateLoadBalancerCommand({
        Name: 'new',
        Type: 'network',
        Subnets: account.account.publicSubnetIds.slice(0, 1),
        ...input({ elb, ...account }),
      }),
    );

const mapped = (mapping: Partial<NonNullable<CreateLoadBalancerCommandInput['SubnetMappings']>[number]>) =>
  create(({ account }) => ({
    Subnets: undefined,
    SubnetMappings: [{ SubnetId: account.publicSubnetIds[0], ...mapping }],
  }));

const listen =
  (input: Partial<CreateListenerCommandInput>, Protocol: CreateTargetGroupCommandInput['Protocol'] = 'TCP') =>
  (account: FrontDoor) =>
    aNetworkListener(account, Protocol, { Port: 54, ...input });

const balancers: Refusal[] = [
  refused(
    'an address type of application load balancers',
    create(() => ({ IpAddressType: 'dualstack-without-public-ipv4' })),
    `The specified IP address type is not supported on load balancers with type 'network'.`,
    { code: unsuitable, page: recorded('lb-dualstack-no-public-ipv4-alb-only') },
  ),
  refused(
    'a customer-owned pool',
    create(() => ({ CustomerOwnedIpv4Pool: 'ipv4pool-coip-1' })),
    /Customer-owned IP pools/,
    { code: unsuitable, page: api('CreateLoadBalancer') },
  ),
  refused(
    'an IPAM pool',
    create(() => ({ IpamPools: { Ipv4IpamPoolId: 'ipam-pool-1' } })),
    /IPAM pools/,
    { code: unsuitable, page: api('CreateLoadBalancer') },
  ),
  refused(
    'a source prefix without dual stack',
    create(() => ({ EnablePrefixForIpv6SourceNat: 'on' })),
    `'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.`,
    { code: unsuitable, page: recorded('lb-source-nat-prefix-requires-dualstack') },
  ),
  refused(
    'a source prefix that is not enabled',
    mapped({ SourceNatIpv6Prefix: 'auto_assigned' }),
    `'EnablePrefixForIpv6SourceNat' must be set to 'on', before 'SourceNatIpv6Prefix' can be specified.`,
    { code: unsuitable, page: recorded('lb-source-nat-prefix-netmask') },
  ),
  refused(
    'an Elastic IP address that does not exist',
    mapped({ AllocationId: 'eipalloc-0123456789abcdef0' }),
    `The allocation ID 'eipalloc-0123456789abcdef0' does not exist`,
    { code: 'AllocationIdNotFoundException', page: recorded('lb-eip-with-private-ipv4') },
  ),
  refused(
    'an Elastic IP address of an internal load balancer',
    create(({ account }) => ({
      Scheme: 'internal',
      Subnets: undefined,
      SubnetMappings: [{ SubnetId: account.publicSubnetIds[0], AllocationId: 'eipalloc-0123456789abcdef0' }],
    })),
    /Elastic IPs/,
    { code: unsuitable, page: api('SubnetMapping') },
  ),
  refused(
    'a private address of an internet-facing load balancer',
    mapped({ PrivateIPv4Address: '10.0.0.9' }),
    `You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.`,
    { code: unsuitable, page: recorded('lb-private-ipv4-internal-only') },
  ),
  refused(
    'a private address of another subnet',
    create(({ account }) => ({
      Scheme: 'internal',
      Subnets: undefined,
      SubnetMappings: [{ SubnetId: account.publicSubnetIds[0], PrivateIPv4Address: '10.0.250.9' }],
    })),
    /10.0.250.9/,
    { code: unsuitable, page: api('SubnetMapping') },
  ),
  refused(
    'the 51st network load balancer',
    create(() => ({})),
    'The maximum number of load balancers has been reached',
    {
      code: 'TooManyLoadBalancersException',
      page: networkGuide('load-balancer-limits'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ networkLoadBalancers: 0 })),
    },
  ),
  refused(
    'security groups for a load balancer that was made without any',
    async (account) =>
      account.elb.send(
        new SetSecurityGroupsCommand({
          LoadBalancerArn: await aNetworkBalancer(account),
          SecurityGroups: [account.securityGroup],
        }),
      ),
    'You cannot set security groups on a Network Load Balancer which was created without any security groups.',
    { code: unsuitable, page: reported('kubernetes-sigs/cluster-api-provider-aws/issues/4790') },
  ),
  refused(
    'PrivateLink rules without security groups',
    async (account) =>
      account.elb.send(
        new SetSecurityGroupsCommand({
          LoadBalancerArn: await aNetworkBalancer(account),
          SecurityGroups: [],
          EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
        }),
      ),
    'One or more security groups must be specified when using EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    { code: unsuitable, page: recorded('lb-enforce-sg-privatelink-requires-sg') },
  ),
  refused(
    'a change to an address type of application load balancers',
    async (account) =>
      account.elb.send(
        new SetIpAddressTypeCommand({
          LoadBalancerArn: await aNetworkBalancer(account),
          IpAddressType: 'dualstack-without-public-ipv4',
        }),
      ),
    /not supported on load balancers with type 'network'/,
    { code: unsuitable, page: api('SetIpAddressType') },
  ),
  refused(
    'IPAM pools of a network load balancer',
    async (account) =>
      account.elb.send(
        new ModifyIpPoolsCommand({
          LoadBalancerArn: await aNetworkBalancer(account),
          IpamPools: { Ipv4IpamPoolId: 'ipam-pool-1' },
        }),
      ),
    /type 'network'/,
    { code: unsuitable, page: api('ModifyIpPools') },
  ),
];

const tls = (input: (account: FrontDoor) => Partial<CreateListenerCommandInput>) => (account: FrontDoor) =>
  aNetworkListener(account, 'TLS', {
    Port: 443,
    Certificates: [{ CertificateArn: account.account.certificateArn }],
    ...input(account),
  });

const listeners: Refusal[] = [
  refused(
    'an HTTP listener',
    listen({ Protocol: 'HTTP' }),
    `Listener protocol 'HTTP' must be one of 'TCP, QUIC, TCP_QUIC, UDP, TCP_UDP, TLS'`,
    { page: recorded('listener-protocol-lb-type') },
  ),
  refused('a TCP listener without port', listen({ Port: undefined }), 'A listener port must be specified', {
    page: recorded('listener-port-required'),
  }),
  refused(
    'a fixed response over TCP',
    listen({ DefaultActions: [notFound] }),
    `The action type 'fixed-response' is not valid with network load balancer`,
    { page: recorded('listener-nlb-action-forward-only') },
  ),
  refused(
    'an HTTP group over TCP',
    async (account) => listen({ DefaultActions: [{ Type: 'forward', TargetGroupArn: account.free }] })(account),
    /^The listener and the following target groups have incompatible protocols: arn:/,
    { code: 'IncompatibleProtocolsException', page: recorded('listener-tg-protocol-match') },
  ),
  refused(
    'target group stickiness over TCP',
    async (account) =>
      listen({
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [{ TargetGroupArn: await aNetworkGroup(account, 'TCP') }],
              TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
            },
          },
        ],
      })(account),
    `Target group stickiness duration cannot be configured on load balancers of type 'network'`,
    { page: recorded('action-forward-stickiness-tls') },
  ),
  refused(
    'a load balancer as the target of a TLS listener',
    async (account) => {
      const TargetGroupArn = await aNetworkGroup(account, 'TCP', { Name: 'alb', TargetType: 'alb', Port: 80 });
      return tls(() => ({ DefaultActions: [{ Type: 'forward', TargetGroupArn }] }))(account);
    },
    /incompatible protocols/,
    { code: 'IncompatibleProtocolsException', page: recorded('listener-alb-target-tg-listener-protocol') },
  ),
  refused(
    'a certificate over TCP',
    async (account) => listen({ Certificates: [{ CertificateArn: account.account.certificateArn }] })(account),
    'A certificate cannot be specified for TCP listeners',
    { page: recorded('listener-cert-insecure-protocol') },
  ),
  refused(
    'two ALPN policies',
    tls(() => ({ AlpnPolicy: ['HTTP2Only', 'HTTP1Only'] })),
    `Up to '1' ALPN policy can be specified, but '2' were specified`,
    { page: recorded('listener-alpn-single') },
  ),
  refused(
    'an unknown ALPN policy',
    tls(() => ({ AlpnPolicy: ['HTTP3'] })),
    'ALPN policy [HTTP3] is not found',
    { code: 'ALPNPolicyNotSupportedException', page: recorded('listener-alpn-values') },
  ),
  refused('an ALPN policy over TCP', listen({ AlpnPolicy: ['HTTP2Only'] }), /ALPN policy on TCP listeners/, {
    code: unsuitable,
    page: api('CreateListener'),
  }),
  refused(
    'mutual authentication over TLS',
    tls(() => ({ MutualAuthentication: { Mode: 'passthrough' } })),
    /Mutual Authentication/,
    { code: unsuitable, page: networkGuide('create-tls-listener') },
  ),
  refused('the 51st listener of a network load balancer', listen({}), /listeners/, {
    code: 'TooManyListenersException',
    page: networkGuide('load-balancer-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ networkListeners: 0 })),
  }),
  refused(
    'a rule on a TCP listener',
    async (account) =>
      account.elb.send(
        new CreateRuleCommand({
          ListenerArn: await aNetworkListener(account, 'TCP'),
          Priority: 1,
          Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
          Actions: [{ Type: 'forward', TargetGroupArn: await aNetworkGroup(account, 'TCP') }],
        }),
      ),
    /Rules are unsupported/,
    { code: 'UnsupportedProtocolException', page: api('CreateRule') },
  ),
];

const ofGateway = (send: (account: FrontDoor, arn: string) => Promise<unknown>) => async (account: FrontDoor) =>
  send(account, await aGateway(account));

const onGateway = (input: Partial<CreateListenerCommandInput>) =>
  ofGateway((account, LoadBalancerArn) =>
    aNetworkListener(account, 'GENEVE', { LoadBalancerArn, Protocol: undefined, Port: undefined, ...input }),
  );

const gateways: Refusal[] = [
  refused(
    'the scheme of a gateway',
    create(() => ({ Type: 'gateway', Scheme: 'internal' })),
    'Scheme is not supported for Gateway Load Balancers.',
    { code: unsuitable, page: recorded('lb-gwlb-no-scheme') },
  ),
  refused(
    'security groups of a gateway',
    create(({ securityGroup }) => ({ Type: 'gateway', SecurityGroups: [securityGroup] })),
    'Security Groups are not supported for Gateway Load Balancers.',
    { code: unsuitable, page: recorded('lb-gwlb-no-security-groups') },
  ),
  refused(
    'the 101st gateway',
    create(() => ({ Type: 'gateway' })),
    'The maximum number of load balancers has been reached',
    {
      code: 'TooManyLoadBalancersException',
      page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/quotas-limits.html',
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ gatewayLoadBalancers: 0 })),
    },
  ),
  refused(
    'a change of security groups of a gateway',
    ofGateway(({ elb, securityGroup }, LoadBalancerArn) =>
      elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: [securityGroup] })),
    ),
    `SetSecurityGroups is not supported for load balancers of type 'gateway'`,
    { code: unsuitable, page: reported('terraform-aws-modules/terraform-aws-alb/issues/276') },
  ),
  refused(
    'taking a subnet from a gateway',
    ofGateway(({ elb, account }, LoadBalancerArn) =>
      elb.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: account.publicSubnetIds.slice(1, 2) })),
    ),
    /cannot be removed/,
    { code: unsuitable, page: api('SetSubnets') },
  ),
  refused(
    'the capacity of a gateway',
    ofGateway(({ elb }, LoadBalancerArn) =>
      elb.send(new ModifyCapacityReservationCommand({ LoadBalancerArn, ResetCapacityReservation: true })),
    ),
    /type 'gateway'/,
    { code: unsuitable, page: api('ModifyCapacityReservation') },
  ),
  refused(
    'the protocol of a gateway listener',
    onGateway({ Protocol: 'GENEVE' }),
    'A protocol cannot be specified for gateway listeners',
    {
      page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_listeners.py'),
    },
  ),
  refused(
    'the port of a gateway listener',
    onGateway({ Port: 6081 }),
    'A port cannot be specified for gateway listeners',
    {
      page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_listeners.py'),
    },
  ),
  refused(
    'the rules of a gateway listener',
    async (account) => {
      const ListenerArn = await onGateway({})(account);
      return account.elb.send(new DescribeRulesCommand({ ListenerArn: String(ListenerArn) }));
    },
    'One or more listeners not found',
    { code: 'ListenerNotFoundException', page: reported('boto/boto3/issues/3591') },
  ),
];

/** Refused calls about Network and Gateway Load Balancers and their listeners. */
export const networkBalancerRefusals: readonly Refusal[] = [...balancers, ...listeners, ...gateways];

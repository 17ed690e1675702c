import { AllocateAddressCommand } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DescribeCapacityReservationCommand,
  DescribeLoadBalancersCommand,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
  type CreateLoadBalancerCommandInput,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, networkGuide } from '../refusals/pages.ts';
import { agreed, fresh, shown, type ReadBack } from './read-back.ts';

type Input = Partial<CreateLoadBalancerCommandInput>;

async function described({ elb }: FrontDoor, arn: string | undefined): Promise<LoadBalancer> {
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn ?? ''] }));
  return LoadBalancers?.[0] ?? {};
}

/** The load balancer as described: as its creation answered, but for the state. */
async function balancer(account: FrontDoor, input: Input): Promise<LoadBalancer> {
  const { LoadBalancers: [answered] = [] } = await account.elb.send(
    new CreateLoadBalancerCommand({
      Name: `lb-${fresh()}`,
      Subnets: account.account.publicSubnetIds.slice(0, 2),
      ...input,
    }),
  );
  const found = await described(account, answered?.LoadBalancerArn);
  return agreed({ ...answered, State: found.State }, { ...found });
}

const member = (
  request: string,
  input: Input | ((account: FrontDoor) => Input),
  [name, shows]: readonly [keyof LoadBalancer, Parameters<typeof shown>[2]],
  page = api('LoadBalancer'),
): ReadBack =>
  shown(
    request,
    async (account) => (await balancer(account, typeof input === 'function' ? input(account) : input))[name],
    shows,
    page,
  );

/** A member with what differs from run to run blotted out. */
const form = (
  request: string,
  input: Input,
  [name, shows]: readonly ['DNSName' | 'LoadBalancerArn', string],
  page: string,
): ReadBack =>
  shown(
    request,
    async (account) =>
      (await balancer(account, input))[name]?.replace(/[0-9a-f]{16}/, '<id>').replace(/-\d{8,10}\./, '-<number>.'),
    shows,
    page,
  );

const network = { Type: 'network' } as const;
const gateway = { Type: 'gateway' } as const;

const applications: readonly ReadBack[] = [
  member('the usual type', {}, ['Type', 'application'], api('CreateLoadBalancer')),
  member('the usual scheme', {}, ['Scheme', 'internet-facing'], api('CreateLoadBalancer')),
  member('a scheme', { Scheme: 'internal' }, ['Scheme', 'internal']),
  member('the usual addresses', {}, ['IpAddressType', 'ipv4'], api('CreateLoadBalancer')),
  member('the state in the end', {}, ['State', { Code: 'active' }], api('LoadBalancerState')),
  member('the name', { Name: 'Shop-1' }, ['LoadBalancerName', 'Shop-1']),
  member('the network', {}, ['VpcId', ({ account }: FrontDoor) => account.vpcId]),
  member('the default security group', {}, [
    'SecurityGroups',
    ({ account }: FrontDoor) => [account.defaultSecurityGroupId],
  ]),
  member('a security group', ({ securityGroup }) => ({ SecurityGroups: [securityGroup] }), [
    'SecurityGroups',
    ({ securityGroup }: FrontDoor) => [securityGroup],
  ]),
  member('a security group named twice', ({ securityGroup }) => ({ SecurityGroups: [securityGroup, securityGroup] }), [
    'SecurityGroups',
    ({ securityGroup }: FrontDoor) => [securityGroup],
  ]),
  member(
    'subnets',
    {},
    [
      'AvailabilityZones',
      ({ account }: FrontDoor) =>
        account.publicSubnetIds
          .slice(0, 2)
          .map((SubnetId, index) => ({ ZoneName: account.zones[index], SubnetId, LoadBalancerAddresses: [] })),
    ],
    api('AvailabilityZone'),
  ),
  member(
    'subnets as mappings',
    ({ account }) => ({
      Subnets: undefined,
      SubnetMappings: account.publicSubnetIds.slice(0, 2).map((SubnetId) => ({ SubnetId })),
    }),
    [
      'AvailabilityZones',
      ({ account }: FrontDoor) =>
        account.publicSubnetIds
          .slice(0, 2)
          .map((SubnetId, index) => ({ ZoneName: account.zones[index], SubnetId, LoadBalancerAddresses: [] })),
    ],
  ),
  member('the moment of creation', {}, ['CreatedTime', new Date(Date.UTC(2026, 0, 1))]),
  member(
    'the zone of the region',
    {},
    ['CanonicalHostedZoneId', 'Z1H1FL5HABSF5'],
    'https://docs.aws.amazon.com/general/latest/gr/elb.html',
  ),
  form(
    'a name in DNS',
    { Name: 'dns' },
    ['DNSName', 'dns-<number>.us-west-2.elb.amazonaws.com'],
    guide('application-load-balancers'),
  ),
  form(
    'an internal name in DNS',
    { Name: 'inner', Scheme: 'internal' },
    ['DNSName', 'internal-inner-<number>.us-west-2.elb.amazonaws.com'],
    guide('application-load-balancers'),
  ),
  form(
    'an ARN of an application load balancer',
    { Name: 'arn' },
    ['LoadBalancerArn', 'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/arn/<id>'],
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
  shown(
    'the same load balancer a second time',
    async (account) => {
      const Name = `again-${fresh()}`;
      return String(
        (await balancer(account, { Name })).LoadBalancerArn === (await balancer(account, { Name })).LoadBalancerArn,
      );
    },
    'true',
    api('CreateLoadBalancer'),
  ),
  shown(
    'a load balancer by name',
    async ({ elb }) =>
      (await elb.send(new DescribeLoadBalancersCommand({ Names: ['shop'] }))).LoadBalancers?.map(
        ({ LoadBalancerArn }) => LoadBalancerArn,
      ),
    ({ loadBalancer }: FrontDoor) => [loadBalancer],
    api('DescribeLoadBalancers'),
  ),
];

const address = async ({ ec2 }: FrontDoor) => ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));

const networks: readonly ReadBack[] = [
  member('a network load balancer', network, ['Type', 'network']),
  member(
    'a network load balancer without security groups',
    network,
    ['SecurityGroups', undefined],
    networkGuide('load-balancer-security-groups'),
  ),
  member(
    'a network load balancer with a security group',
    ({ securityGroup }) => ({ ...network, SecurityGroups: [securityGroup] }),
    ['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'on'],
    networkGuide('load-balancer-security-groups'),
  ),
  member(
    'a network load balancer in one zone',
    ({ account }) => ({ ...network, Subnets: account.publicSubnetIds.slice(0, 1) }),
    ['State', { Code: 'active' }],
  ),
  member(
    'the zone of network load balancers',
    network,
    ['CanonicalHostedZoneId', 'Z18D5FSROUN65G'],
    'https://docs.aws.amazon.com/general/latest/gr/elb.html',
  ),
  form(
    'a name of a network load balancer',
    { ...network, Name: 'dns-net' },
    ['DNSName', 'dns-net-<id>.elb.us-west-2.amazonaws.com'],
    networkGuide('network-load-balancers'),
  ),
  form(
    'an internal name of a network load balancer',
    { ...network, Name: 'inner-net', Scheme: 'internal' },
    ['DNSName', 'inner-net-<id>.elb.us-west-2.amazonaws.com'],
    networkGuide('network-load-balancers'),
  ),
  form(
    'an ARN of a network load balancer',
    { ...network, Name: 'arn-net' },
    ['LoadBalancerArn', 'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/arn-net/<id>'],
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
  shown(
    'an elastic address',
    async (account) => {
      const { AllocationId, PublicIp } = await address(account);
      const SubnetMappings = [{ SubnetId: account.account.publicSubnetIds[0], AllocationId }];
      const { AvailabilityZones } = await balancer(account, { ...network, Subnets: undefined, SubnetMappings });
      const [shows] = AvailabilityZones?.[0]?.LoadBalancerAddresses ?? [];
      return [shows?.AllocationId === AllocationId, shows?.IpAddress === PublicIp, Object.keys(shows ?? {}).length];
    },
    [true, true, 2],
    api('LoadBalancerAddress'),
  ),
  shown(
    'a private address',
    async (account) => {
      const SubnetMappings = [{ SubnetId: account.account.privateSubnetIds[0], PrivateIPv4Address: '10.0.128.200' }];
      const { AvailabilityZones } = await balancer(account, {
        ...network,
        Scheme: 'internal',
        Subnets: undefined,
        SubnetMappings,
      });
      return AvailabilityZones?.[0]?.LoadBalancerAddresses;
    },
    [{ PrivateIPv4Address: '10.0.128.200' }],
    api('LoadBalancerAddress'),
  ),
  member('a gateway load balancer', gateway, ['Type', 'gateway']),
  member('no scheme of a gateway', gateway, ['Scheme', undefined], api('CreateLoadBalancer')),
  member('no security groups of a gateway', gateway, ['SecurityGroups', undefined], api('CreateLoadBalancer')),
  form(
    'an ARN of a gateway load balancer',
    { ...gateway, Name: 'arn-gwy' },
    ['LoadBalancerArn', 'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/gwy/arn-gwy/<id>'],
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
];

const changes: readonly ReadBack[] = [
  shown(
    'other security groups',
    async (account) => {
      const { LoadBalancerArn } = await balancer(account, {});
      const SecurityGroups = [account.securityGroup, account.account.nodeSecurityGroupId];
      const answered = await account.elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups }));
      const found = await described(account, LoadBalancerArn);
      return agreed(answered.SecurityGroupIds, found.SecurityGroups);
    },
    ({ securityGroup, account }: FrontDoor) => [securityGroup, account.nodeSecurityGroupId],
    api('SetSecurityGroups'),
  ),
  shown(
    'other subnets',
    async (account) => {
      const { LoadBalancerArn } = await balancer(account, {});
      const Subnets = account.account.publicSubnetIds.slice(1, 3);
      const answered = await account.elb.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets }));
      const found = await described(account, LoadBalancerArn);
      return agreed(answered.AvailabilityZones, found.AvailabilityZones)?.map(({ SubnetId }) => SubnetId);
    },
    ({ account }: FrontDoor) => account.publicSubnetIds.slice(1, 3),
    api('SetSubnets'),
  ),
  shown(
    'the same addresses',
    async (account) => {
      const { LoadBalancerArn } = await balancer(account, {});
      const input = { LoadBalancerArn, IpAddressType: 'ipv4' as const };
      return (await account.elb.send(new SetIpAddressTypeCommand(input))).IpAddressType;
    },
    'ipv4',
    api('SetIpAddressType'),
  ),
  shown(
    'a pool of addresses, and none',
    async (account) => {
      const { LoadBalancerArn } = await balancer(account, {});
      const Ipv4IpamPoolId = 'ipam-pool-0123456789abcdef0';
      const { elb } = account;
      const given = await elb.send(new ModifyIpPoolsCommand({ LoadBalancerArn, IpamPools: { Ipv4IpamPoolId } }));
      const found = await described(account, LoadBalancerArn);
      await elb.send(new ModifyIpPoolsCommand({ LoadBalancerArn, RemoveIpamPools: ['ipv4'] }));
      return [agreed(given.IpamPools, found.IpamPools), (await described(account, LoadBalancerArn)).IpamPools];
    },
    [{ Ipv4IpamPoolId: 'ipam-pool-0123456789abcdef0' }, undefined],
    api('ModifyIpPools'),
  ),
  shown(
    'no reservation of capacity',
    async ({ elb, loadBalancer: LoadBalancerArn }) => {
      const { DecreaseRequestsRemaining, CapacityReservationState, MinimumLoadBalancerCapacity } = await elb.send(
        new DescribeCapacityReservationCommand({ LoadBalancerArn }),
      );
      return { DecreaseRequestsRemaining, CapacityReservationState, MinimumLoadBalancerCapacity };
    },
    { DecreaseRequestsRemaining: 2, CapacityReservationState: [], MinimumLoadBalancerCapacity: undefined },
    api('DescribeCapacityReservation'),
  ),
  shown(
    'a reservation of capacity',
    async (account) => {
      account.emulator.setLimits({ capacityUnits: 1500, capacityUnitsPerLoadBalancer: 1500 });
      const { LoadBalancerArn } = await balancer(account, {});
      const MinimumLoadBalancerCapacity = { CapacityUnits: 300 };
      await account.elb.send(new ModifyCapacityReservationCommand({ LoadBalancerArn, MinimumLoadBalancerCapacity }));
      const found = await account.elb.send(new DescribeCapacityReservationCommand({ LoadBalancerArn }));
      return [found.MinimumLoadBalancerCapacity, found.CapacityReservationState?.[0]];
    },
    ({ account }: FrontDoor) => [
      { CapacityUnits: 300 },
      { State: { Code: 'provisioned' }, AvailabilityZone: account.zones[0], EffectiveCapacityUnits: 150 },
    ],
    guide('capacity-unit-reservation'),
  ),
];

export const balancerReadBacks: readonly ReadBack[] = [...applications, ...networks, ...changes];

import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
  ModifyLoadBalancerAttributesCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
  type CreateLoadBalancerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const create = (input: (account: FrontDoor) => Partial<CreateLoadBalancerCommandInput>) => (account: FrontDoor) =>
  account.elb.send(
    new CreateLoadBalancerCommand({ Name: 'new', Subnets: [...account.account.publicSubnetIds], ...input(account) }),
  );

const named = (Name: string | undefined) => create(() => ({ Name }));

const noSuchSubnet = 'subnet-0123456789abcdef0';
const noSuchGroup = 'sg-0123456789abcdef0';

const names: Refusal[] = [
  refused('a load balancer without name', named(undefined), /Value null at 'name'/, {
    page: api('CreateLoadBalancer'),
  }),
  refused('an empty load balancer name', named(''), /cannot be empty/, { page: api('CreateLoadBalancer') }),
  refused(
    'a load balancer name of 33 characters',
    named('a'.repeat(33)),
    `The load balancer name '${'a'.repeat(33)}' cannot be longer than '32' characters`,
    { page: recorded('lb-name') },
  ),
  refused(
    'a load balancer name with an underscore',
    named('a_b'),
    `The load balancer name 'a_b' can only contain characters that are alphanumeric characters and hyphens(-)`,
    { page: recorded('lb-name') },
  ),
  refused(
    'a load balancer name that ends in a hyphen',
    named('a-'),
    `The load balancer name 'a-' cannot end with a hyphen(-)`,
    { page: recorded('lb-name') },
  ),
  refused('a load balancer name that begins with a hyphen', named('-a'), /cannot begin with a hyphen/, {
    page: api('CreateLoadBalancer'),
  }),
  refused(
    'a load balancer name that looks internal',
    named('internal-a'),
    `The load balancer name 'internal-a' cannot begin with 'internal-'`,
    { page: recorded('lb-name') },
  ),
  refused(
    'the name of a load balancer with other settings',
    create(() => ({ Name: 'shop', Scheme: 'internal' })),
    `A load balancer with the same name 'shop' exists, but with different settings`,
    { code: 'DuplicateLoadBalancerNameException', page: api('CreateLoadBalancer') },
  ),
  refused('the 51st load balancer', named('new'), 'The maximum number of load balancers has been reached', {
    code: 'TooManyLoadBalancersException',
    page: reported('eficode-academy/kubernetes-katas/issues/115'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ loadBalancers: 1 })),
  }),
];

const unsuitable = 'InvalidConfigurationRequestException';

const places: Refusal[] = [
  refused(
    'one subnet',
    create(({ account }) => ({ Subnets: account.publicSubnetIds.slice(0, 1) })),
    'At least two subnets in two different Availability Zones must be specified',
    { page: recorded('alb-subnet-count') },
  ),
  refused(
    'two subnets of one zone',
    create(({ account }) => ({ Subnets: [account.publicSubnetIds[0] ?? '', account.privateSubnetIds[0] ?? ''] })),
    'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    { code: unsuitable, page: recorded('lb-one-subnet-per-az') },
  ),
  refused(
    'no subnets',
    create(() => ({ Subnets: undefined })),
    'At least one subnet must be specified',
    { page: api('CreateLoadBalancer') },
  ),
  refused(
    'a subnet mapping without subnet',
    create(() => ({ Subnets: undefined, SubnetMappings: [{ PrivateIPv4Address: '10.0.0.9' }] })),
    /subnet ID must be specified/,
    { page: api('SubnetMapping') },
  ),
  refused(
    'a subnet that does not exist',
    create(({ account }) => ({ Subnets: [account.publicSubnetIds[0] ?? '', noSuchSubnet] })),
    `The subnet ID '${noSuchSubnet}' does not exist`,
    { code: 'SubnetNotFoundException', page: api('CreateLoadBalancer') },
  ),
  refused(
    'subnets and mappings together',
    create(({ account }) => ({ SubnetMappings: account.publicSubnetIds.map((SubnetId) => ({ SubnetId })) })),
    /SubnetMappings/,
    { page: api('CreateLoadBalancer') },
  ),
  refused(
    'an Elastic IP address',
    create(({ account }) => ({
      Subnets: undefined,
      SubnetMappings: account.publicSubnetIds.map((SubnetId) => ({ SubnetId, AllocationId: 'eipalloc-1' })),
    })),
    `Elastic IPs are not supported for load balancers with type 'application'`,
    { code: unsuitable, page: recorded('lb-eip-nlb-only') },
  ),
  refused(
    'a private address of its own',
    create(({ account }) => ({
      Subnets: undefined,
      Scheme: 'internal',
      SubnetMappings: account.publicSubnetIds.map((SubnetId) => ({ SubnetId, PrivateIPv4Address: '10.0.0.9' })),
    })),
    `You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.`,
    { code: unsuitable, page: recorded('lb-private-ipv4-internal-only') },
  ),
  refused(
    'an IPv6 address of its own',
    create(({ account }) => ({
      Subnets: undefined,
      SubnetMappings: account.publicSubnetIds.map((SubnetId) => ({ SubnetId, IPv6Address: '2001:db8::9' })),
    })),
    /IPv6 addresses/,
    { code: unsuitable, page: api('SubnetMapping') },
  ),
  refused(
    'a source prefix for UDP',
    create(() => ({ EnablePrefixForIpv6SourceNat: 'on' })),
    `'EnablePrefixForIpv6SourceNat' can only be specified for LoadBalancer type 'network'.`,
    { code: unsuitable, page: recorded('lb-source-nat-prefix-nlb-only') },
  ),
  refused(
    'dual stack without IPv6 subnets',
    create(() => ({ IpAddressType: 'dualstack' })),
    /IPv6/,
    { code: 'InvalidSubnetException', page: guide('load-balancer-ip-address-type') },
  ),
  refused(
    'an internal load balancer with public IPv6 addresses only',
    create(() => ({ Scheme: 'internal', IpAddressType: 'dualstack-without-public-ipv4' })),
    /internet-facing/,
    { code: unsuitable, page: guide('application-load-balancers') },
  ),
  refused(
    'a change to dual stack without IPv6 subnets',
    ({ elb, loadBalancer }) =>
      elb.send(new SetIpAddressTypeCommand({ LoadBalancerArn: loadBalancer, IpAddressType: 'dualstack' })),
    /IPv6/,
    { code: 'InvalidSubnetException', page: api('SetIpAddressType') },
  ),
  refused(
    'a change to one subnet',
    ({ elb, loadBalancer, account }) =>
      elb.send(new SetSubnetsCommand({ LoadBalancerArn: loadBalancer, Subnets: account.publicSubnetIds.slice(0, 1) })),
    'At least two subnets in two different Availability Zones must be specified',
    { page: api('SetSubnets') },
  ),
  refused(
    'a security group that does not exist',
    create(() => ({ SecurityGroups: [noSuchGroup] })),
    new RegExp(noSuchGroup),
    { code: 'InvalidSecurityGroupException', page: api('CreateLoadBalancer') },
  ),
  refused(
    'six security groups',
    create(() => ({ SecurityGroups: Array.from({ length: 6 }, (_, index) => `sg-0123456789abcdef${index}`) })),
    /'5' security groups/,
    { code: unsuitable, page: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html' },
  ),
  refused(
    'a change to a security group that does not exist',
    ({ elb, loadBalancer }) =>
      elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn: loadBalancer, SecurityGroups: [noSuchGroup] })),
    new RegExp(noSuchGroup),
    { code: 'InvalidSecurityGroupException', page: api('SetSecurityGroups') },
  ),
  refused(
    'a change to no security group at all',
    ({ elb, loadBalancer }) =>
      elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn: loadBalancer, SecurityGroups: [] })),
    /At least one security group/,
    { page: api('SetSecurityGroups') },
  ),
  refused(
    'rules for PrivateLink traffic',
    ({ elb, loadBalancer, account }) =>
      elb.send(
        new SetSecurityGroupsCommand({
          LoadBalancerArn: loadBalancer,
          SecurityGroups: [account.nodeSecurityGroupId],
          EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
        }),
      ),
    'This security group setting for PrivateLink traffic is only available for Network Load Balancers with security groups',
    { code: unsuitable, page: recorded('lb-enforce-sg-privatelink-nlb-only') },
  ),
];

const rest: Refusal[] = [
  refused(
    'deleting a protected load balancer',
    ({ elb, loadBalancer }) => elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer })),
    /^Load balancer 'arn:.*' cannot be deleted because deletion protection is enabled$/,
    {
      code: 'OperationNotPermittedException',
      page: guide('edit-load-balancer-attributes'),
      after: ({ elb, loadBalancer }) =>
        elb.send(
          new ModifyLoadBalancerAttributesCommand({
            LoadBalancerArn: loadBalancer,
            Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }],
          }),
        ),
    },
  ),
  refused(
    'deleting a target group as a load balancer',
    ({ elb, group }) => elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: group })),
    /^'arn:.*' is not a valid load balancer ARN$/,
    { page: api('DeleteLoadBalancer') },
  ),
  refused(
    'load balancers of names that do not exist',
    ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] })),
    `Load balancers '[none]' not found`,
    { code: 'LoadBalancerNotFoundException', page: api('DescribeLoadBalancers') },
  ),
  refused(
    'load balancers by name and ARN at once',
    ({ elb, loadBalancer }) =>
      elb.send(new DescribeLoadBalancersCommand({ Names: ['shop'], LoadBalancerArns: [loadBalancer] })),
    /at the same time/,
    { page: api('DescribeLoadBalancers') },
  ),
  refused(
    '21 ARNs in one description',
    ({ elb, loadBalancer }) =>
      elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: Array.from({ length: 21 }, () => loadBalancer) })),
    /'20'/,
    { page: api('DescribeLoadBalancers') },
  ),
  refused(
    'a page of 401',
    ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ PageSize: 401 })),
    /at 'pageSize' .* less than or equal to 400$/,
    { page: api('DescribeLoadBalancers') },
  ),
  refused('a marker of nobody', ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ Marker: 'x' })), /marker/, {
    page: api('DescribeLoadBalancers'),
  }),
  refused(
    'neither setting nor removing an IP pool',
    ({ elb, loadBalancer }) => elb.send(new ModifyIpPoolsCommand({ LoadBalancerArn: loadBalancer })),
    /IPAM pools/,
    { page: api('ModifyIpPools') },
  ),
  refused(
    'an IP pool that is none',
    ({ elb, loadBalancer }) =>
      elb.send(new ModifyIpPoolsCommand({ LoadBalancerArn: loadBalancer, IpamPools: { Ipv4IpamPoolId: 'pool' } })),
    /at 'ipamPools.ipv4IpamPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    { page: api('IpamPools') },
  ),
];

const reserve =
  (CapacityUnits: number) =>
  ({ elb, loadBalancer }: FrontDoor) =>
    elb.send(
      new ModifyCapacityReservationCommand({
        LoadBalancerArn: loadBalancer,
        MinimumLoadBalancerCapacity: { CapacityUnits },
      }),
    );

const withUnits = (units: number) => (account: FrontDoor) => {
  account.emulator.setLimits({ capacityUnits: 10_000, capacityUnitsPerLoadBalancer: 5000 });
  return reserve(units)(account);
};

const capacity: Refusal[] = [
  refused('reserved capacity in a fresh account', reserve(100), /capacity units/, {
    code: 'CapacityUnitsLimitExceededException',
    page: guide('load-balancer-limits'),
  }),
  refused('more reserved capacity than a load balancer may have', reserve(5001), /capacity units/, {
    code: 'CapacityUnitsLimitExceededException',
    page: guide('load-balancer-limits'),
    after: withUnits(100),
  }),
  refused(
    'neither reserving nor resetting capacity',
    ({ elb, loadBalancer }) => elb.send(new ModifyCapacityReservationCommand({ LoadBalancerArn: loadBalancer })),
    /MinimumLoadBalancerCapacity or ResetCapacityReservation/,
    { page: api('ModifyCapacityReservation') },
  ),
  refused('a third decrease of reserved capacity', reserve(100), /decrease/, {
    code: 'CapacityDecreaseRequestsLimitExceededException',
    page: guide('capacity-unit-reservation'),
    after: async (account) => {
      await withUnits(400)(account);
      await reserve(300)(account);
      await reserve(200)(account);
    },
  }),
];

/** Refused calls about Application Load Balancers themselves. */
export const balancerRefusals: readonly Refusal[] = [...names, ...places, ...rest, ...capacity];

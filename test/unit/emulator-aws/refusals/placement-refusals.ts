// What load balancing refuses because of the network around it, or because a change is still under way.
import { CreateNetworkInterfaceCommand, CreateSecurityGroupCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  ModifyCapacityReservationCommand,
  ModifyListenerCommand,
  RegisterTargetsCommand,
  SetIpAddressTypeCommand,
  SetSubnetsCommand,
  type CreateLoadBalancerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aRule, aTargetGroup } from '../balanced.ts';
import { aFrontDoor, type FrontDoor } from '../front-door.ts';
import { aNetworkBalancer, aNetworkListener } from '../network-balanced.ts';
import { anotherNetwork, aSubnet, withIpv6 } from '../other-network.ts';
import { aTrustStore } from '../trust-store.ts';
import { forward, withActions } from './create-rule.ts';
import { api, guide, networkGuide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unsuitable = 'InvalidConfigurationRequestException';

/** Every such row changes the network, so it needs an account of its own. */
const alone = () => Promise.resolve();

const create =
  (input: (account: FrontDoor) => Promise<Partial<CreateLoadBalancerCommandInput>>) => async (account: FrontDoor) =>
    account.elb.send(
      new CreateLoadBalancerCommand({
        Name: 'new',
        Subnets: [...account.account.publicSubnetIds],
        ...(await input(account)),
      }),
    );

/** An internal load balancer in a network of its own, whose second subnet is this. */
const inSubnet = (block: string, fill: (account: FrontDoor, subnetId: string) => Promise<unknown>) =>
  create(async (account) => {
    const { vpcId, subnetIds } = await anotherNetwork(account);
    const subnetId = await aSubnet(account, vpcId, block, 1);
    await fill(account, subnetId);
    return { Scheme: 'internal', Subnets: [...subnetIds.slice(0, 1), subnetId] };
  });

const subnets: Refusal[] = [
  refused(
    'subnets of two networks',
    create(async (account) => {
      const { subnetIds } = await anotherNetwork(account);
      return { Subnets: [...account.account.publicSubnetIds.slice(0, 1), ...subnetIds.slice(1)] };
    }),
    'All subnets must belong to the same VPC',
    { code: unsuitable, page: guide('application-load-balancers'), after: alone },
  ),
  refused(
    'facing an internet that is not there',
    create(async (account) => ({ Subnets: [...(await anotherNetwork(account)).subnetIds] })),
    /^VPC vpc-[0-9a-f]{17} has no internet gateway$/,
    {
      code: 'InvalidSubnetException',
      page: reported('kubernetes-sigs/aws-load-balancer-controller/issues/1607'),
      after: alone,
    },
  ),
  refused(
    'a subnet of 16 addresses',
    inSubnet('10.9.2.0/28', () => Promise.resolve()),
    /^Not enough IP space available in subnet-[0-9a-f]{17}\. ELB requires at least 8 free IP addresses in each subnet\.$/,
    { code: 'InvalidSubnetException', page: guide('application-load-balancers'), after: alone },
  ),
  refused(
    'a subnet with seven addresses left',
    inSubnet('10.9.2.0/27', ({ ec2 }, SubnetId) =>
      ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, SecondaryPrivateIpAddressCount: 19 })),
    ),
    /^Not enough IP space available/,
    { code: 'InvalidSubnetException', page: guide('application-load-balancers'), after: alone },
  ),
  refused(
    'a move to another network',
    async (account) => {
      const { subnetIds } = await anotherNetwork(account, true);
      return account.elb.send(
        new SetSubnetsCommand({ LoadBalancerArn: account.loadBalancer, Subnets: [...subnetIds] }),
      );
    },
    /must belong to the VPC of the load balancer/,
    { code: unsuitable, page: api('SetSubnets'), after: alone },
  ),
  refused(
    'a security group of another network',
    create(async (account) => {
      const { vpcId } = await anotherNetwork(account);
      const { GroupId } = await account.ec2.send(
        new CreateSecurityGroupCommand({ GroupName: 'far', Description: 'far', VpcId: vpcId }),
      );
      return { SecurityGroups: [GroupId ?? ''] };
    }),
    'One or more security groups are invalid',
    { code: unsuitable, page: recorded('lb-security-group-vpc'), after: alone },
  ),
];

const mapped = (
  input: Partial<CreateLoadBalancerCommandInput>,
  mapping: (blocks: readonly string[]) => NonNullable<CreateLoadBalancerCommandInput['SubnetMappings']>[number],
) =>
  create(async (account) => {
    const blocks = await withIpv6(account);
    const [SubnetId] = account.account.publicSubnetIds;
    const SubnetMappings = [{ SubnetId, ...mapping(blocks) }];
    return { Type: 'network', IpAddressType: 'dualstack', Subnets: undefined, SubnetMappings, ...input };
  });

const ipv6: Refusal[] = [
  refused(
    'an IPv6 address of the neighbours',
    mapped({}, ([, second = '']) => ({ IPv6Address: second.replace(/\/64$/, '5') })),
    /^IPv6 address .* does not belong to the cidr block associated with the subnet$/,
    { code: unsuitable, page: api('SubnetMapping'), after: alone },
  ),
  refused(
    'a source prefix of 64 bits',
    mapped({ EnablePrefixForIpv6SourceNat: 'on' }, ([first]) => ({ SourceNatIpv6Prefix: first })),
    /must have a netmask of \/80/,
    { code: unsuitable, page: api('SubnetMapping'), after: alone },
  ),
  refused(
    'UDP over IPv6 without source prefix',
    async (account) => {
      await withIpv6(account);
      return aNetworkListener(account, 'UDP', {
        LoadBalancerArn: await aNetworkBalancer(account, { Name: 'dual', IpAddressType: 'dualstack' }),
      });
    },
    `The specified listener protocol 'UDP' is not supported on load balancers using the 'dualstack' IP address type when 'EnablePrefixForIpv6SourceNat' is set to 'off'`,
    { code: unsuitable, page: networkGuide('create-listener'), after: alone },
  ),
  refused(
    'giving up IPv6 while a group needs it',
    async (account) => {
      const { elb, loadBalancer: LoadBalancerArn, http, ipv6: TargetGroupArn } = account;
      await withIpv6(account);
      await elb.send(new SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: 'dualstack' }));
      await aRule(account, http, 1, { Type: 'forward', TargetGroupArn });
      return elb.send(new SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: 'ipv4' }));
    },
    /IPv6 target groups/,
    { code: unsuitable, page: guide('load-balancer-target-groups'), after: alone },
  ),
  refused(
    'one forward to IPv4 and IPv6',
    withActions((account) => [forward([account.free, account.ipv6], 1)]),
    'The IP address types of the target groups for a single action must be the same',
    { code: unsuitable, page: recorded('action-forward-same-ip-type') },
  ),
];

const elsewhere = async (account: FrontDoor, input: Parameters<typeof aTargetGroup>[2] = {}) =>
  aTargetGroup(account, 'elsewhere', { VpcId: (await anotherNetwork(account)).vpcId, ...input });

const groups: Refusal[] = [
  refused(
    'a group of another network',
    async (account) => aRule(account, account.http, 1, { Type: 'forward', TargetGroupArn: await elsewhere(account) }),
    /^The following target groups are in a different VPC than load balancer 'arn:.*': arn:/,
    { code: unsuitable, page: reported('kubernetes-sigs/aws-load-balancer-controller/issues/1205'), after: alone },
  ),
  refused(
    'an instance of another network',
    async (account) =>
      account.elb.send(
        new RegisterTargetsCommand({
          TargetGroupArn: await elsewhere(account, { TargetType: 'instance' }),
          Targets: account.account.nodes.slice(0, 1).map(({ instanceId }) => ({ Id: instanceId })),
        }),
      ),
    /^The following targets are not in the target group VPC 'vpc-.*': 'i-.*'$/,
    { code: 'InvalidTargetException', page: api('RegisterTargets'), after: alone },
  ),
  refused(
    'a load balancer of another network as target',
    async (account) =>
      account.elb.send(
        new RegisterTargetsCommand({
          TargetGroupArn: await elsewhere(account, { TargetType: 'alb', Protocol: 'TCP' }),
          Targets: [{ Id: account.loadBalancer }],
        }),
      ),
    /^The following targets are not in the target group VPC/,
    { code: 'InvalidTargetException', page: networkGuide('application-load-balancer-target'), after: alone },
  ),
  refused(
    'an instance that is stopped',
    async ({ elb, ec2, account, instances }) => {
      const Id = account.nodes[0]?.instanceId ?? '';
      await ec2.send(new StopInstancesCommand({ InstanceIds: [Id] }));
      return elb.send(new RegisterTargetsCommand({ TargetGroupArn: instances, Targets: [{ Id }] }));
    },
    /^The following targets are not in a running state and cannot be registered: 'i-[0-9a-f]{17}'$/,
    {
      code: 'InvalidTargetException',
      page: reported('hashicorp/terraform-provider-aws/issues/8537'),
      after: alone,
    },
  ),
];

const reserve = ({ elb, loadBalancer }: FrontDoor, CapacityUnits: number) =>
  elb.send(
    new ModifyCapacityReservationCommand({
      LoadBalancerArn: loadBalancer,
      MinimumLoadBalancerCapacity: { CapacityUnits },
    }),
  );

/** An account in which things take as long as in AWS, once its load balancer is active. */
async function aSlowDoor(): Promise<FrontDoor> {
  const slow = await aFrontDoor({ timeScale: 1 });
  await slow.clock.advance(120_000);
  slow.emulator.setLimits({ capacityUnits: 1000, capacityUnitsPerLoadBalancer: 1000 });
  return slow;
}

const underWay: Refusal[] = [
  refused(
    'a reservation for what is not there yet',
    async () => reserve(await aFrontDoor({ timeScale: 1 }), 100),
    /provision/,
    { code: unsuitable, page: guide('capacity-unit-reservation') },
  ),
  refused(
    'a reservation while another is pending',
    async () => {
      const slow = await aSlowDoor();
      await reserve(slow, 100);
      return reserve(slow, 200);
    },
    'There is a pending capacity reservation',
    { code: 'CapacityReservationPendingException', page: api('ModifyCapacityReservation') },
  ),
  refused(
    'other subnets while a reservation is pending',
    async () => {
      const slow = await aSlowDoor();
      await reserve(slow, 100);
      return slow.elb.send(
        new SetSubnetsCommand({
          LoadBalancerArn: slow.loadBalancer,
          Subnets: slow.account.publicSubnetIds.slice(0, 2),
        }),
      );
    },
    'There is a pending capacity reservation',
    { code: 'CapacityReservationPendingException', page: api('SetSubnets') },
  ),
  refused(
    'verification against a trust store that is being made',
    async () => {
      const slow = await aFrontDoor({ timeScale: 1 });
      const MutualAuthentication = { Mode: 'verify', TrustStoreArn: await aTrustStore(slow) };
      return slow.elb.send(new ModifyListenerCommand({ ListenerArn: slow.https, MutualAuthentication }));
    },
    /not ready|not active/i,
    { code: 'TrustStoreNotReadyException', page: api('ModifyListener') },
  ),
];

/** Refused for what is around load balancing, or for what it is still doing. */
export const placementRefusals: readonly Refusal[] = [...subnets, ...ipv6, ...groups, ...underWay];

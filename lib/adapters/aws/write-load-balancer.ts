import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  type IpAddressType,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
  ModifyLoadBalancerAttributesCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { dropAbsent } from './optional-members.ts';
import { chunksOf } from './pages.ts';
import { learnt, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html */
const attributesPerCall = 20;

export const loadBalancerWriters: StepWriters<
  | 'CreateLoadBalancer'
  | 'ModifyLoadBalancerAttributes'
  | 'SetSecurityGroups'
  | 'SetSubnets'
  | 'SetIpAddressType'
  | 'ModifyIpPools'
  | 'ModifyCapacityReservation'
  | 'DeleteLoadBalancer'
> = {
  async CreateLoadBalancer({ loadBalancer, tags }, context) {
    const { name, scheme, ipAddressType, subnetIds, securityGroups, customerOwnedIpv4Pool, ipv4IpamPoolId } =
      loadBalancer;
    const { LoadBalancers } = await context.elbv2(
      new CreateLoadBalancerCommand({
        Name: name,
        Type: 'application',
        Scheme: scheme,
        IpAddressType: ipAddressType,
        Subnets: [...subnetIds],
        SecurityGroups: securityGroups.map(context.value),
        ...dropAbsent({ CustomerOwnedIpv4Pool: customerOwnedIpv4Pool }),
        ...(ipv4IpamPoolId !== undefined && { IpamPools: { Ipv4IpamPoolId: ipv4IpamPoolId } }),
        Tags: tagsToSdk(tags),
      }),
    );
    return learnt(context, 'arn', LoadBalancers?.[0]?.LoadBalancerArn);
  },

  async ModifyLoadBalancerAttributes({ loadBalancer, attributes }, { elbv2, value }) {
    for (const Attributes of chunksOf(tagsToSdk(attributes), attributesPerCall)) {
      await elbv2(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: value(loadBalancer), Attributes }));
    }
  },

  async SetSecurityGroups({ loadBalancer, securityGroups }, { elbv2, value }) {
    const SecurityGroups = securityGroups.map(value);
    await elbv2(new SetSecurityGroupsCommand({ LoadBalancerArn: value(loadBalancer), SecurityGroups }));
  },

  async SetSubnets({ loadBalancer, subnetIds }, { elbv2, value }) {
    await elbv2(new SetSubnetsCommand({ LoadBalancerArn: value(loadBalancer), Subnets: [...subnetIds] }));
  },

  async SetIpAddressType({ loadBalancer, ipAddressType }, { elbv2, value }) {
    const IpAddressType = ipAddressType as IpAddressType;
    await elbv2(new SetIpAddressTypeCommand({ LoadBalancerArn: value(loadBalancer), IpAddressType }));
  },

  async ModifyIpPools({ loadBalancer, ipv4IpamPoolId }, { elbv2, value }) {
    const pools =
      ipv4IpamPoolId === undefined
        ? { RemoveIpamPools: ['ipv4' as const] }
        : { IpamPools: { Ipv4IpamPoolId: ipv4IpamPoolId } };
    await elbv2(new ModifyIpPoolsCommand({ LoadBalancerArn: value(loadBalancer), ...pools }));
  },

  async ModifyCapacityReservation({ loadBalancer, capacityUnits }, { elbv2, value }) {
    const reservation =
      capacityUnits === 0
        ? { ResetCapacityReservation: true }
        : { MinimumLoadBalancerCapacity: { CapacityUnits: capacityUnits } };
    await elbv2(new ModifyCapacityReservationCommand({ LoadBalancerArn: value(loadBalancer), ...reservation }));
  },

  async DeleteLoadBalancer({ loadBalancer }, { elbv2 }) {
    await elbv2(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
  },
};

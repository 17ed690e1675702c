import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { placeInterfaces, provision, reprovisioningSeconds } from '../load-balancers/lifecycle.ts';
import { requireSubnets, subnetIdsOf, type SubnetsInput } from '../load-balancers/subnets.ts';
import { toZoneViews } from '../load-balancers/views.ts';
import type { LoadBalancer } from '../tables.ts';

interface SetSubnetsInput extends SubnetsInput {
  readonly LoadBalancerArn: string;
  readonly IpAddressType?: string;
}

/** SetSubnets: replaces the set, within the VPC. */
export const setSubnets = (elbv2: Elbv2) =>
  function set(input: SetSubnetsInput) {
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    if (loadBalancer.capacity?.state === 'pending') {
      throw new AwsError('CapacityReservationPending', 'There is a pending capacity reservation');
    }
    const { scheme } = loadBalancer;
    const ipAddressType = input.IpAddressType ?? loadBalancer.ipAddressType;
    const present = loadBalancer.subnets.map(({ subnetId }) => subnetId);
    const subnets = requireSubnets(elbv2, subnetIdsOf(input), { scheme, ipAddressType, present });
    if (subnets.some(({ vpcId }) => vpcId !== loadBalancer.vpcId)) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `All subnets must belong to the VPC of the load balancer: '${loadBalancer.vpcId}'`,
      );
    }
    const changed: LoadBalancer = {
      ...loadBalancer,
      ipAddressType,
      subnets: subnets.map(({ id, zone }) => ({ subnetId: id, zone })),
    };
    elbv2.tables.now.loadBalancers.set(changed.arn, changed);
    placeInterfaces(elbv2, changed);
    if (subnets.some(({ id }) => !present.includes(id))) provision(elbv2, changed.arn, reprovisioningSeconds);
    elbv2.world.changed();
    return { AvailabilityZones: toZoneViews(changed), IpAddressType: ipAddressType };
  };

import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { refuseAddressType, refuseSourcePrefix } from '../load-balancers/address-type.ts';
import { placeInterfaces, provision, reprovisioningSeconds } from '../load-balancers/lifecycle.ts';
import { mappingsOf, refuseMappings, toPlacement, type SubnetsInput } from '../load-balancers/subnet-mappings.ts';
import { requireSubnets } from '../load-balancers/subnets.ts';
import { toZoneViews } from '../load-balancers/views.ts';
import type { LoadBalancer, Placement } from '../tables.ts';
import { refuseIpv6Groups } from './set-ip-address-type.ts';

interface SetSubnetsInput extends SubnetsInput {
  readonly LoadBalancerArn: string;
  readonly IpAddressType?: string;
  readonly EnablePrefixForIpv6SourceNat?: 'on' | 'off';
}

/** SetSubnets: replaces the set, within the VPC. */
export const setSubnets = (elbv2: Elbv2) =>
  function set(input: SetSubnetsInput) {
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    if (loadBalancer.capacity?.state === 'pending') {
      throw new AwsError('CapacityReservationPending', 'There is a pending capacity reservation');
    }
    const wanted = {
      ...loadBalancer,
      ipAddressType: input.IpAddressType ?? loadBalancer.ipAddressType,
      ...(input.EnablePrefixForIpv6SourceNat && { sourceNatPrefix: input.EnablePrefixForIpv6SourceNat }),
    };
    refuseAddressType(wanted);
    refuseSourcePrefix(input.EnablePrefixForIpv6SourceNat, wanted);
    const changed: LoadBalancer = { ...wanted, subnets: placementsFor(elbv2, wanted, input) };
    refuseIpv6Groups(elbv2, changed.arn, changed.ipAddressType);
    const present = loadBalancer.subnets.map(({ subnetId }) => subnetId);
    elbv2.tables.now.loadBalancers.set(changed.arn, changed);
    placeInterfaces(elbv2, changed);
    if (changed.subnets.some(({ subnetId }) => !present.includes(subnetId)))
      provision(elbv2, changed.arn, reprovisioningSeconds);
    elbv2.world.changed();
    return {
      AvailabilityZones: toZoneViews(elbv2, changed),
      IpAddressType: changed.ipAddressType,
      EnablePrefixForIpv6SourceNat: changed.sourceNatPrefix,
    };
  };

function placementsFor(elbv2: Elbv2, wanted: LoadBalancer, input: SubnetsInput): readonly Placement[] {
  const mappings = mappingsOf(input);
  refuseMappings(mappings, wanted);
  const present = wanted.subnets.map(({ subnetId }) => subnetId);
  const ids = mappings.map(({ SubnetId = '' }) => SubnetId);
  const subnets = requireSubnets(elbv2, ids, { ...wanted, present });
  if (subnets.some(({ vpcId }) => vpcId !== wanted.vpcId)) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `All subnets must belong to the VPC of the load balancer: '${wanted.vpcId}'`,
    );
  }
  if (wanted.type === 'gateway' && present.some((id) => !ids.includes(id))) {
    throw new AwsError('InvalidConfigurationRequest', 'Subnets cannot be removed from a Gateway Load Balancer');
  }
  return subnets.map((subnet, index) => toPlacement(elbv2, mappings[index] ?? {}, subnet));
}

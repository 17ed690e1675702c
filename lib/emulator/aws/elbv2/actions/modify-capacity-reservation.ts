import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { toCapacityView } from '../load-balancers/capacity.ts';
import { reprovisioningSeconds } from '../load-balancers/lifecycle.ts';
import { unsupportedCall } from '../load-balancers/types.ts';
import type { Capacity, LoadBalancer } from '../tables.ts';

interface ModifyCapacityReservationInput {
  readonly LoadBalancerArn: string;
  readonly MinimumLoadBalancerCapacity?: { readonly CapacityUnits?: number };
  readonly ResetCapacityReservation?: boolean;
}

/** ModifyCapacityReservation. The region's quota is 0 in a fresh account, so a first try is refused there. */
export const modifyCapacityReservation = (elbv2: Elbv2) =>
  function modify(input: ModifyCapacityReservationInput) {
    const { tables, world } = elbv2;
    const { ResetCapacityReservation: reset = false } = input;
    const units = input.MinimumLoadBalancerCapacity?.CapacityUnits;
    if ((units === undefined) === !reset) {
      throw new AwsError(
        'ValidationError',
        'You must specify either MinimumLoadBalancerCapacity or ResetCapacityReservation',
      );
    }
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    if (loadBalancer.type === 'gateway') throw unsupportedCall('ModifyCapacityReservation', 'gateway');
    if (loadBalancer.state === 'provisioning') {
      throw new AwsError('InvalidConfigurationRequest', `Load balancer '${loadBalancer.arn}' is provisioning`);
    }
    if (loadBalancer.capacity?.state === 'pending') {
      throw new AwsError('CapacityReservationPending', 'There is a pending capacity reservation');
    }
    if (units === undefined) {
      const { capacity: _capacity, ...rest } = loadBalancer;
      tables.now.loadBalancers.set(rest.arn, rest);
      return toCapacityView(rest);
    }
    const changed = { ...loadBalancer, capacity: reserve(elbv2, loadBalancer, units) };
    tables.now.loadBalancers.set(changed.arn, changed);
    world.after(reprovisioningSeconds, () => settle(elbv2, changed.arn));
    return toCapacityView(changed);
  };

function reserve({ tables, world }: Elbv2, { arn, capacity }: LoadBalancer, units: number): Capacity {
  const { capacityUnits, capacityUnitsPerLoadBalancer } = world.limits;
  const others = [...tables.now.loadBalancers.values()].filter((other) => other.arn !== arn);
  const total = others.reduce((sum, other) => sum + (other.capacity?.units ?? 0), units);
  if (units > capacityUnitsPerLoadBalancer || total > capacityUnits) {
    throw new AwsError('CapacityUnitsLimitExceeded', 'The capacity units limit has been exceeded');
  }
  const isDecrease = capacity !== undefined && units < capacity.units;
  const remaining = capacity?.decreasesRemaining ?? 2;
  if (isDecrease && remaining === 0) {
    throw new AwsError('CapacityDecreaseRequestLimitExceeded', 'The daily capacity decrease limit has been exceeded');
  }
  return {
    units,
    modifiedAt: world.clock.now(),
    state: 'pending',
    decreasesRemaining: isDecrease ? remaining - 1 : remaining,
  };
}

function settle({ tables }: Elbv2, arn: string): void {
  const current = tables.now.loadBalancers.get(arn);
  if (current?.capacity)
    tables.now.loadBalancers.set(arn, { ...current, capacity: { ...current.capacity, state: 'provisioned' } });
}

// Capacity reservations as replies show them.
import type { LoadBalancer } from '../tables.ts';

/** The reservation of a load balancer; nothing reserved leaves the minimum out. */
export function toCapacityView({ capacity, subnets }: LoadBalancer) {
  if (!capacity) return { DecreaseRequestsRemaining: 2, CapacityReservationState: [] };
  return {
    LastModifiedTime: capacity.modifiedAt,
    DecreaseRequestsRemaining: capacity.decreasesRemaining,
    MinimumLoadBalancerCapacity: { CapacityUnits: capacity.units },
    CapacityReservationState: subnets.map(({ zone }) => ({
      AvailabilityZone: zone,
      State: { Code: capacity.state },
      EffectiveCapacityUnits: capacity.state === 'provisioned' ? capacity.units / subnets.length : 0,
    })),
  };
}

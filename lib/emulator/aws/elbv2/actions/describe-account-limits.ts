import type { Elbv2 } from '../elbv2.ts';
import { pageRows, type PageInput } from '../pages.ts';
import type { Limits } from '../../limits.ts';

const limitsOf = (limits: Limits): Readonly<Record<string, number>> => ({
  'application-load-balancers': limits.loadBalancers,
  'certificates-per-application-load-balancer': limits.certificates,
  'certificates-per-network-load-balancer': 25,
  'condition-values-per-alb-rule': limits.conditionValues,
  'condition-wildcards-per-alb-rule': limits.conditionWildcards,
  'gateway-load-balancers': 100,
  'gateway-load-balancers-per-vpc': 100,
  'geneve-target-groups': 100,
  'listeners-per-application-load-balancer': limits.listeners,
  'listeners-per-network-load-balancer': 50,
  'network-load-balancer-enis-per-vpc': 1200,
  'network-load-balancers': 50,
  'rules-per-application-load-balancer': limits.rules,
  'target-groups': limits.targetGroups,
  'target-groups-per-action-on-application-load-balancer': limits.targetGroupsPerAction,
  'target-groups-per-action-on-network-load-balancer': 1,
  'target-groups-per-application-load-balancer': limits.targetGroupsPerLoadBalancer,
  'target-id-registrations-per-application-load-balancer': limits.registrationsPerTargetId,
  'targets-per-application-load-balancer': limits.targetsPerLoadBalancer,
  'targets-per-availability-zone-per-gateway-load-balancer': 300,
  'targets-per-availability-zone-per-network-load-balancer': 500,
  'targets-per-network-load-balancer': 3000,
  'targets-per-target-group': limits.targetsPerTargetGroup,
});

/** DescribeAccountLimits. */
export const describeAccountLimits = ({ world }: Elbv2) =>
  function describe(input: PageInput) {
    const all = Object.entries(limitsOf(world.limits)).map(([Name, max]) => ({ Name, Max: String(max) }));
    const { rows, next } = pageRows(all, input);
    return { Limits: rows, ...next };
  };

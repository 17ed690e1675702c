// The account's quotas, adjustable as Service Quotas is. Defaults: "Quotas for your Application Load Balancers" and
// "Amazon VPC quotas".

/** Quotas of the account. Every name may be overridden. */
export interface Limits {
  readonly loadBalancers: number;
  readonly listeners: number;
  /** SNI certificates per load balancer, default certificates not counted. */
  readonly certificates: number;
  /** Rules per load balancer, default rules not counted. */
  readonly rules: number;
  readonly conditionValues: number;
  readonly conditionWildcards: number;
  readonly targetGroupsPerAction: number;
  readonly targetGroupsPerLoadBalancer: number;
  readonly targetGroups: number;
  readonly targetsPerTargetGroup: number;
  readonly targetsPerLoadBalancer: number;
  /** How often one target id may be registered behind one load balancer. */
  readonly registrationsPerTargetId: number;
  readonly trustStores: number;
  readonly capacityUnitsPerLoadBalancer: number;
  readonly capacityUnits: number;
  readonly tagsPerResource: number;
  readonly securityGroupsPerVpc: number;
  readonly rulesPerSecurityGroup: number;
  readonly securityGroupsPerInterface: number;
  readonly certificatesPerAccount: number;
}

export const defaultLimits: Limits = {
  loadBalancers: 50,
  listeners: 50,
  certificates: 25,
  rules: 100,
  conditionValues: 5,
  conditionWildcards: 6,
  targetGroupsPerAction: 5,
  targetGroupsPerLoadBalancer: 100,
  targetGroups: 3000,
  targetsPerTargetGroup: 1000,
  targetsPerLoadBalancer: 1000,
  registrationsPerTargetId: 1000,
  trustStores: 20,
  capacityUnitsPerLoadBalancer: 15_000,
  capacityUnits: 0,
  tagsPerResource: 50,
  securityGroupsPerVpc: 2500,
  rulesPerSecurityGroup: 60,
  securityGroupsPerInterface: 5,
  certificatesPerAccount: 2500,
};

/** Throws for a name that is no quota. */
export function requireLimitName(name: string): void {
  if (Object.hasOwn(defaultLimits, name)) return;
  throw new RangeError(`there is no limit '${name}', only ${Object.keys(defaultLimits).join(', ')}`);
}

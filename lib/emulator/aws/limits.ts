// The account's quotas, adjustable as Service Quotas is. Defaults: "Quotas for your Application Load
// Balancers" (and Network, and Gateway) and "Amazon VPC quotas" and
// "AWS Certificate Manager quotas".

/** Quotas of the account. Every name may be overridden. */
export interface Limits {
  /** Application Load Balancers; the other types have quotas of their own. */
  readonly loadBalancers: number;
  readonly networkLoadBalancers: number;
  readonly gatewayLoadBalancers: number;
  /** Listeners per Application Load Balancer. */
  readonly listeners: number;
  readonly networkListeners: number;
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
  readonly targetsPerNetworkLoadBalancer: number;
  /** In how many groups of Network Load Balancers one Application Load Balancer may be a target. */
  readonly groupsPerTargetLoadBalancer: number;
  /** How often one target id may be registered behind one load balancer. */
  readonly registrationsPerTargetId: number;
  readonly trustStores: number;
  readonly caCertificatesPerTrustStore: number;
  readonly revocationListsPerTrustStore: number;
  readonly revocationsPerTrustStore: number;
  readonly capacityUnitsPerLoadBalancer: number;
  readonly capacityUnits: number;
  readonly tagsPerResource: number;
  readonly vpcs: number;
  readonly subnetsPerVpc: number;
  readonly routeTablesPerVpc: number;
  /** Routes one can add to a route table, those inside the VPC not counted. */
  readonly routesPerRouteTable: number;
  readonly internetGateways: number;
  readonly elasticAddresses: number;
  readonly networkInterfaces: number;
  readonly instances: number;
  readonly prefixLists: number;
  readonly securityGroupsPerVpc: number;
  readonly rulesPerSecurityGroup: number;
  readonly securityGroupsPerInterface: number;
  readonly certificatesPerAccount: number;
  readonly domainNamesPerCertificate: number;
}

export const defaultLimits: Limits = {
  loadBalancers: 50,
  networkLoadBalancers: 50,
  gatewayLoadBalancers: 100,
  listeners: 50,
  networkListeners: 50,
  certificates: 25,
  rules: 100,
  conditionValues: 5,
  conditionWildcards: 6,
  targetGroupsPerAction: 5,
  targetGroupsPerLoadBalancer: 100,
  targetGroups: 3000,
  targetsPerTargetGroup: 1000,
  targetsPerLoadBalancer: 1000,
  targetsPerNetworkLoadBalancer: 3000,
  groupsPerTargetLoadBalancer: 2,
  registrationsPerTargetId: 1000,
  trustStores: 20,
  caCertificatesPerTrustStore: 25,
  revocationListsPerTrustStore: 30,
  revocationsPerTrustStore: 500_000,
  capacityUnitsPerLoadBalancer: 15_000,
  capacityUnits: 0,
  tagsPerResource: 50,
  vpcs: 5,
  subnetsPerVpc: 200,
  routeTablesPerVpc: 200,
  routesPerRouteTable: 500,
  internetGateways: 5,
  elasticAddresses: 5,
  networkInterfaces: 5000,
  instances: 5000,
  prefixLists: 100,
  securityGroupsPerVpc: 2500,
  rulesPerSecurityGroup: 60,
  securityGroupsPerInterface: 5,
  certificatesPerAccount: 2500,
  domainNamesPerCertificate: 10,
};

/** Throws for a name that is no quota. */
export function requireLimitName(name: string): void {
  if (Object.hasOwn(defaultLimits, name)) return;
  throw new RangeError(`there is no limit '${name}', only ${Object.keys(defaultLimits).join(', ')}`);
}

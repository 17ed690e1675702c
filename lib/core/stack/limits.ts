// What ALB accepts at most. Default quotas:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html

/** Quotas that an account may have raised. */
export interface Quotas {
  /** Listener rules of one load balancer, default rules not counted. */
  readonly rulesPerLoadBalancer: number;
  readonly targetGroupsPerLoadBalancer: number;
}

export const defaultQuotas: Quotas = { rulesPerLoadBalancer: 100, targetGroupsPerLoadBalancer: 100 };

/** Values and regular expressions in all conditions of a rule. */
export const conditionValuesPerRule = 5;
/** Characters of one condition value or regular expression. */
export const conditionValueLength = 128;
/** Characters of a header name in a condition. */
export const headerNameLength = 40;
export const methodLength = 40;
export const targetGroupsPerAction = 5;
export const targetGroupWeight = 999;
/** Characters of the host and the path of a redirect. */
export const redirectPartLength = 128;
/** Characters of the regular expression and of the replacement of a rewrite. */
export const rewriteLength = 1024;
export const fixedResponseBodyLength = 1024;
export const tagKeyLength = 128;
export const tagValueLength = 256;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const healthCheckBounds = {
  intervalSeconds: [5, 300],
  timeoutSeconds: [2, 120],
  healthyThresholdCount: [2, 10],
  unhealthyThresholdCount: [2, 10],
} as const;

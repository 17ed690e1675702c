// How a dialect reads Gateway API objects where LBC reads them differently from the specification. Each difference of LBC
// is kept only so that a take-over finds the same load balancer again.

export interface Reading {
  /**
   * Filters of backends, timeouts, retries, session persistence and ExtensionRefs to foreign kinds: `refuse` fails the
   * rule that has them; `ignore` serves it without them (LIM-24, LIM-25). Unsupported filters of a rule, and groups of
   * backend references (LIM-96), are judged with the same strictness.
   */
  readonly unsupportedRuleParts: 'refuse' | 'ignore';
  /** `ignore`: `tls.certificateRefs` is not looked at; certificates come from ACM alone. */
  readonly certificateRefs: 'read' | 'ignore';
  /** `merge`: two listeners of one port, both without hostname, are one (LIM-90). */
  readonly hostlessListeners: 'conflict' | 'merge';
  /** `first`: of two listeners of one Gateway that cannot share a port the first is served; `none`: neither (Gateway API). */
  readonly conflictWinner: 'none' | 'first';
  /** `fail`: one unsupported kind in `allowedRoutes.kinds` fails the listener (LIM-92). */
  readonly unsupportedRouteKinds: 'drop' | 'fail';
  /** `accept`: a listener of protocol HTTP may name GRPCRoute; ALB forwards gRPC from HTTPS listeners only (LIM-20). */
  readonly grpcOnHttp: 'refuse' | 'accept';
  /** `drop`: lost whenever class and Gateway both have a configuration (LIM-50). */
  readonly mergedMinimumCapacity: 'keep' | 'drop';
  /** `drop`: of two default TargetGroupConfigurations only the stronger one's routeConfigurations count (LIM-54). */
  readonly weakerRouteConfigurations: 'keep' | 'drop';
}

/** As the Gateway API says. */
export const gatewayApiReading: Reading = {
  unsupportedRuleParts: 'refuse',
  certificateRefs: 'read',
  hostlessListeners: 'conflict',
  conflictWinner: 'none',
  unsupportedRouteKinds: 'drop',
  grpcOnHttp: 'refuse',
  mergedMinimumCapacity: 'keep',
  weakerRouteConfigurations: 'keep',
};

/** As LBC v3.5 does. */
export const lbcReading: Reading = {
  unsupportedRuleParts: 'ignore',
  certificateRefs: 'ignore',
  hostlessListeners: 'merge',
  conflictWinner: 'first',
  unsupportedRouteKinds: 'fail',
  grpcOnHttp: 'accept',
  mergedMinimumCapacity: 'drop',
  weakerRouteConfigurations: 'drop',
};

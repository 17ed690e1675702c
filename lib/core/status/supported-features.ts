// What this controller claims on its GatewayClasses (GEP-2162), in the names of the conformance suite.

/** Sorted, as the API asks. Left out is what an Application Load Balancer does only in part, such as rewrites. */
export const supportedFeatures: readonly string[] = [
  'Gateway',
  'GatewayHTTPListenerIsolation',
  'GatewayPort8080',
  'HTTPRoute',
  'HTTPRouteBackendProtocolWebSocket',
  'HTTPRouteDestinationPortMatching',
  'HTTPRouteMethodMatching',
  'HTTPRouteNamedRouteRule',
  'HTTPRouteParentRefPort',
  'HTTPRoutePathRedirect',
  'HTTPRoutePortRedirect',
  'HTTPRouteSchemeRedirect',
  'ListenerSet',
  'ReferenceGrant',
];

// The kinds of problem the translator can meet: what a dialect's blast radius is decided by. Texts live in the Findings.

export type ProblemCode =
  // listener rules
  | 'condition-refused'
  | 'path-wildcard'
  | 'value-budget'
  | 'shadowed'
  | 'unsupported-filter'
  | 'redirect-scheme'
  | 'redirect-refused'
  | 'redirect-query-alone'
  | 'rewrite-refused'
  | 'authentication-needs-https'
  | 'action-refused'
  // backends and target groups
  | 'weight-over-limit'
  | 'backend-share-lost'
  | 'too-many-target-groups'
  | 'no-node-port'
  | 'target-type-fallback'
  | 'target-group-protocol'
  | 'target-group-unknown'
  | 'gateway-backend'
  | 'health-check'
  | 'named-health-check-port'
  | 'control-port'
  | 'ipv6-on-ipv4'
  | 'named-target-port'
  // load balancer and listeners
  | 'load-balancer-name'
  | 'source-ranges'
  | 'subnets'
  | 'security-groups'
  | 'tags'
  | 'external-tag'
  | 'certificate-missing'
  | 'certificate-host-missing'
  | 'trust-store'
  | 'quic'
  | 'not-honoured'
  | 'quota'
  /** A fact is missing without which nothing may be changed. */
  | 'unresolved'
  /** A fact is missing; what needs it waits. */
  | 'waiting';

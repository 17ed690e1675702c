// Attributes of load balancers, listeners and target groups. Configuration names some of them; one that it no longer names
// returns to AWS's default, one that it never named is left to whoever set it. To tell the two apart, a tag on the resource
// remembers which ones configuration has set.
import type { Attributes, Tags } from '../stack/stack.ts';
import type { Profile } from '../profile/profile.ts';

export type AttributeOwner = 'load-balancer' | 'listener' | 'target-group';

interface KnownAttribute {
  /** Word in the memory tag; all words of a table fit into one tag value. */
  readonly word: string;
  readonly default: string;
}

type AttributeTable = Readonly<Record<string, KnownAttribute>>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html (`ipv6.deny_all_igw_traffic` has no one default) */
const loadBalancerAttributes: AttributeTable = {
  'access_logs.s3.enabled': { word: 'access', default: 'false' },
  'access_logs.s3.bucket': { word: 'access-bucket', default: '' },
  'access_logs.s3.prefix': { word: 'access-prefix', default: '' },
  'connection_logs.s3.enabled': { word: 'conn', default: 'false' },
  'connection_logs.s3.bucket': { word: 'conn-bucket', default: '' },
  'connection_logs.s3.prefix': { word: 'conn-prefix', default: '' },
  'health_check_logs.s3.enabled': { word: 'health', default: 'false' },
  'health_check_logs.s3.bucket': { word: 'health-bucket', default: '' },
  'health_check_logs.s3.prefix': { word: 'health-prefix', default: '' },
  'client_keep_alive.seconds': { word: 'keep-alive', default: '3600' },
  'deletion_protection.enabled': { word: 'protection', default: 'false' },
  'idle_timeout.timeout_seconds': { word: 'idle', default: '60' },
  'routing.http.desync_mitigation_mode': { word: 'desync', default: 'defensive' },
  'routing.http.drop_invalid_header_fields.enabled': { word: 'drop-invalid', default: 'false' },
  'routing.http.preserve_host_header.enabled': { word: 'host', default: 'false' },
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': { word: 'tls', default: 'false' },
  'routing.http.xff_client_port.enabled': { word: 'xff-port', default: 'false' },
  'routing.http.xff_header_processing.mode': { word: 'xff', default: 'append' },
  'routing.http2.enabled': { word: 'http2', default: 'true' },
  'waf.fail_open.enabled': { word: 'waf', default: 'false' },
  'zonal_shift.config.enabled': { word: 'zonal', default: 'false' },
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const targetGroupAttributes: AttributeTable = {
  'deregistration_delay.timeout_seconds': { word: 'delay', default: '300' },
  'load_balancing.algorithm.type': { word: 'algorithm', default: 'round_robin' },
  'load_balancing.algorithm.anomaly_mitigation': { word: 'anomaly', default: 'off' },
  'load_balancing.cross_zone.enabled': { word: 'cross-zone', default: 'use_load_balancer_configuration' },
  'slow_start.duration_seconds': { word: 'slow-start', default: '0' },
  'stickiness.enabled': { word: 'sticky', default: 'false' },
  'stickiness.type': { word: 'sticky-type', default: 'lb_cookie' },
  'stickiness.lb_cookie.duration_seconds': { word: 'lb-cookie', default: '86400' },
  'stickiness.app_cookie.cookie_name': { word: 'app-name', default: '' },
  'stickiness.app_cookie.duration_seconds': { word: 'app-cookie', default: '86400' },
  'target_group_health.dns_failover.minimum_healthy_targets.count': { word: 'dns-count', default: '1' },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': { word: 'dns-share', default: 'off' },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': { word: 'route-count', default: '1' },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    word: 'route-share',
    default: 'off',
  },
};

const responseHeader = 'routing.http.response';
const requestHeader = 'routing.http.request';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html */
const listenerAttributes: AttributeTable = {
  [`${responseHeader}.server.enabled`]: { word: 'server', default: 'true' },
  [`${responseHeader}.strict_transport_security.header_value`]: { word: 'hsts', default: '' },
  [`${responseHeader}.access_control_allow_origin.header_value`]: { word: 'origin', default: '' },
  [`${responseHeader}.access_control_allow_methods.header_value`]: { word: 'methods', default: '' },
  [`${responseHeader}.access_control_allow_headers.header_value`]: { word: 'headers', default: '' },
  [`${responseHeader}.access_control_allow_credentials.header_value`]: { word: 'credentials', default: '' },
  [`${responseHeader}.access_control_expose_headers.header_value`]: { word: 'expose', default: '' },
  [`${responseHeader}.access_control_max_age.header_value`]: { word: 'age', default: '' },
  [`${responseHeader}.content_security_policy.header_value`]: { word: 'csp', default: '' },
  [`${responseHeader}.x_content_type_options.header_value`]: { word: 'type', default: '' },
  [`${responseHeader}.x_frame_options.header_value`]: { word: 'frame', default: '' },
  [`${requestHeader}.x_amzn_mtls_clientcert.header_name`]: { word: 'cert', default: 'X-Amzn-Mtls-Clientcert' },
  [`${requestHeader}.x_amzn_mtls_clientcert_serial_number.header_name`]: {
    word: 'serial',
    default: 'X-Amzn-Mtls-Clientcert-Serial-Number',
  },
  [`${requestHeader}.x_amzn_mtls_clientcert_issuer.header_name`]: {
    word: 'issuer',
    default: 'X-Amzn-Mtls-Clientcert-Issuer',
  },
  [`${requestHeader}.x_amzn_mtls_clientcert_subject.header_name`]: {
    word: 'subject',
    default: 'X-Amzn-Mtls-Clientcert-Subject',
  },
  [`${requestHeader}.x_amzn_mtls_clientcert_validity.header_name`]: {
    word: 'validity',
    default: 'X-Amzn-Mtls-Clientcert-Validity',
  },
  [`${requestHeader}.x_amzn_mtls_clientcert_leaf.header_name`]: {
    word: 'leaf',
    default: 'X-Amzn-Mtls-Clientcert-Leaf',
  },
  [`${requestHeader}.x_amzn_tls_version.header_name`]: { word: 'version', default: 'X-Amzn-Tls-Version' },
  [`${requestHeader}.x_amzn_tls_cipher_suite.header_name`]: { word: 'cipher', default: 'X-Amzn-Tls-Cipher-Suite' },
};

const tables: Readonly<Record<AttributeOwner, AttributeTable>> = {
  'load-balancer': loadBalancerAttributes,
  listener: listenerAttributes,
  'target-group': targetGroupAttributes,
};

/**
 * The tag that remembers what configuration sets, or has ever set: a word is never forgotten, because an overlapping run may
 * still write its attribute. Written before the attributes themselves. None if there is nothing to remember.
 */
export function attributeMemory(owner: AttributeOwner, desired: Attributes, current: Tags, profile: Profile): Tags {
  const words = new Set(rememberedWords(current, profile));
  for (const key of Object.keys(desired)) {
    const word = tables[owner][key]?.word;
    if (word !== undefined) words.add(word);
  }
  return words.size === 0 ? {} : { [profile.tagKeys.attributes]: [...words].sort().join(' ') };
}

function rememberedWords(tags: Tags, profile: Profile): readonly string[] {
  return (tags[profile.tagKeys.attributes] ?? '').split(' ').filter((word) => word !== '');
}

/**
 * Attributes to write so that the resource is as desired. `observed` absent (not read, or just created) is taken for AWS's
 * defaults. `tags` are those of the resource, with the memory of what was set before.
 */
export function attributeChanges(
  owner: AttributeOwner,
  desired: Attributes,
  current: { readonly attributes?: Attributes; readonly tags: Tags },
  profile: Profile,
): Attributes {
  const table = tables[owner];
  const remembered = rememberedWords(current.tags, profile);
  const wanted: Record<string, string> = {};
  for (const [key, { word, default: value }] of Object.entries(table))
    if (remembered.includes(word)) wanted[key] = value;
  Object.assign(wanted, desired);
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => value !== (current.attributes?.[key] ?? assumed(table, key, current.attributes, desired)),
    ),
  );
}

/** Whether the attributes of a resource matter to anyone, so that they have to be read. */
export function attributesMatter(desired: Attributes, tags: Tags, profile: Profile): boolean {
  return Object.keys(desired).length > 0 || rememberedWords(tags, profile).length > 0;
}

/** A value that was not read is the default, except for one that is to be reset: nobody knows, so it is written. */
function assumed(
  table: AttributeTable,
  key: string,
  observed: Attributes | undefined,
  desired: Attributes,
): string | undefined {
  if (observed === undefined && desired[key] === undefined) return undefined;
  return table[key]?.default;
}

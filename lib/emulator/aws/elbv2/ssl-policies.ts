// The TLS security policies of Application Load Balancers ("Security policies for your Application Load Balancer").
// A name says its lowest protocol version and its set of ciphers; sets and orders are those of the policies of the same
// names in AWS's TLS library (aws/s2n-tls, tests/policy_snapshot).
const prefix = 'ELBSecurityPolicy-';

const names = [
  ...['2016-08', 'TLS-1-1-2017-01', 'TLS-1-2-2017-01', 'TLS-1-2-Ext-2018-06'],
  ...['FS-2018-06', 'FS-1-1-2019-08', 'FS-1-2-2019-08', 'FS-1-2-Res-2019-08', 'FS-1-2-Res-2020-10'],
  ...['TLS13-1-0-2021-06', 'TLS13-1-1-2021-06', 'TLS13-1-2-2021-06', 'TLS13-1-2-Res-2021-06'],
  ...['TLS13-1-2-Ext1-2021-06', 'TLS13-1-2-Ext2-2021-06', 'TLS13-1-3-2021-06'],
  ...['TLS13-1-0-FIPS-2023-04', 'TLS13-1-1-FIPS-2023-04', 'TLS13-1-2-FIPS-2023-04', 'TLS13-1-2-Res-FIPS-2023-04'],
  ...[
    'TLS13-1-2-Ext0-FIPS-2023-04',
    'TLS13-1-2-Ext1-FIPS-2023-04',
    'TLS13-1-2-Ext2-FIPS-2023-04',
    'TLS13-1-3-FIPS-2023-04',
  ],
  ...['TLS13-1-0-PQ-2025-09', 'TLS13-1-2-PQ-2025-09', 'TLS13-1-2-Res-PQ-2025-09'],
  ...['TLS13-1-2-Ext1-PQ-2025-09', 'TLS13-1-2-Ext2-PQ-2025-09', 'TLS13-1-3-PQ-2025-09'],
  ...['TLS13-1-0-FIPS-PQ-2025-09', 'TLS13-1-2-FIPS-PQ-2025-09', 'TLS13-1-2-Res-FIPS-PQ-2025-09'],
  ...['TLS13-1-2-Ext0-FIPS-PQ-2025-09', 'TLS13-1-2-Ext1-FIPS-PQ-2025-09', 'TLS13-1-2-Ext2-FIPS-PQ-2025-09'],
  'TLS13-1-3-FIPS-PQ-2025-09',
  ...['TLS13-1-2-RFC9151-FIPS-2023-07', 'TLS13-1-3-RFC9151-FIPS-2023-07', 'TLS13-1-2-Ext0-RFC9151-FIPS-2023-07'],
  ...[1, 2, 3, 4].map((variant) => `TLS13-1-2-RFC9151-INTEROP${variant}-FIPS-2023-07`),
];

export interface SslPolicy {
  readonly name: string;
  /** `TLSv1.2` … as DescribeSSLPolicies lists them. */
  readonly protocols: readonly string[];
  readonly ciphers: readonly string[];
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

const ecdhe = (cipher: string) => [`ECDHE-ECDSA-${cipher}`, `ECDHE-RSA-${cipher}`];

/** Sets of ciphers below TLS 1.3, most preferred first; each policy has one. */
const restricted = [...ecdhe('AES128-GCM-SHA256'), ...ecdhe('AES256-GCM-SHA384')];
const sha2 = [
  ...[...ecdhe('AES128-GCM-SHA256'), ...ecdhe('AES128-SHA256')],
  ...[...ecdhe('AES256-GCM-SHA384'), ...ecdhe('AES256-SHA384')],
];
const forwardSecret = [
  ...[...ecdhe('AES128-GCM-SHA256'), ...ecdhe('AES128-SHA256'), ...ecdhe('AES128-SHA')],
  ...[...ecdhe('AES256-GCM-SHA384'), ...ecdhe('AES256-SHA384'), 'ECDHE-RSA-AES256-SHA', 'ECDHE-ECDSA-AES256-SHA'],
];
const staticSha2 = ['AES128-GCM-SHA256', 'AES128-SHA256', 'AES256-GCM-SHA384', 'AES256-SHA256'];
const compatible = [
  ...forwardSecret,
  ...['AES128-GCM-SHA256', 'AES128-SHA256', 'AES128-SHA', 'AES256-GCM-SHA384', 'AES256-SHA256', 'AES256-SHA'],
];

/** The first pattern that fits the name decides. */
const families: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^TLS13-1-3/, []],
  [/INTEROP1/, [...ecdhe('AES256-GCM-SHA384'), ...ecdhe('AES128-GCM-SHA256')]],
  [/INTEROP2/, interoperable(['GCM-SHA384', 'SHA384'], ['GCM-SHA256', 'SHA256'])],
  [/INTEROP3/, interoperable(['GCM-SHA384', 'SHA384', 'SHA'], ['GCM-SHA256', 'SHA256', 'SHA'])],
  [
    /INTEROP4/,
    [
      ...interoperable(['GCM-SHA384', 'SHA384', 'SHA'], ['GCM-SHA256', 'SHA256', 'SHA']),
      ...['AES256-GCM-SHA384', 'AES256-SHA256', 'AES256-SHA', 'AES128-GCM-SHA256', 'AES128-SHA256', 'AES128-SHA'],
    ],
  ],
  [/Ext0-RFC9151/, [...ecdhe('AES256-GCM-SHA384'), 'AES256-GCM-SHA384']],
  [/RFC9151/, ecdhe('AES256-GCM-SHA384')],
  [/^FS-1-2-Res-2020|^TLS13-1-2-Res/, restricted],
  [/^FS-1-2-Res-2019/, sha2],
  [/^FS|Ext0/, forwardSecret],
  [/^TLS-1-2-2017|Ext1/, [...sha2, ...staticSha2]],
  [/^TLS13-1-2-(2021|FIPS|PQ)/, sha2],
  [/./, compatible],
];

function interoperable(strong: readonly string[], weak: readonly string[]): readonly string[] {
  return [...strong.flatMap((mode) => ecdhe(`AES256-${mode}`)), ...weak.flatMap((mode) => ecdhe(`AES128-${mode}`))];
}

function tls13Ciphers(suffix: string): readonly string[] {
  if (!suffix.startsWith('TLS13')) return [];
  if (suffix.includes('INTEROP')) return ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
  if (suffix.includes('RFC9151')) return ['TLS_AES_256_GCM_SHA384'];
  const approved = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'];
  return suffix.includes('FIPS') ? approved : [...approved, 'TLS_CHACHA20_POLY1305_SHA256'];
}

function toPolicy(suffix: string): SslPolicy {
  const lowest = Number(/(?:^|-)1-([0-3])(?:-|$)/.exec(suffix)?.[1] ?? 0);
  const protocols = versions.slice(lowest, suffix.startsWith('TLS13') ? 4 : 3);
  const older = families.find(([pattern]) => pattern.test(suffix))?.[1] ?? [];
  return { name: prefix + suffix, protocols, ciphers: [...tls13Ciphers(suffix), ...older] };
}

export const sslPolicies: readonly SslPolicy[] = names.map(toPolicy);

/** What API and CLI give an HTTPS listener that names no policy. */
export const defaultSslPolicy = `${prefix}2016-08`;

/** The policy of a name, or undefined. */
export const findSslPolicy = (name: string): SslPolicy | undefined =>
  sslPolicies.find((policy) => policy.name === name);

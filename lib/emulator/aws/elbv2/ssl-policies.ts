// The TLS security policies of Application Load Balancers ("Security policies for your Application Load Balancer").
// A name says its lowest protocol version; cipher lists are the family's, not the policy's exact one.
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

const tls13Ciphers = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const forwardSecretCiphers = [
  ...[
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES128-SHA256',
    'ECDHE-RSA-AES128-SHA256',
  ],
  ...[
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-RSA-AES256-SHA384',
  ],
];
const staticCiphers = ['AES128-GCM-SHA256', 'AES128-SHA256', 'AES256-GCM-SHA384', 'AES256-SHA256'];

function toPolicy(suffix: string): SslPolicy {
  const lowest = Number(/(?:^|-)1-([0-3])(?:-|$)/.exec(suffix)?.[1] ?? 0);
  const has13 = suffix.startsWith('TLS13');
  const protocols = versions.slice(lowest, has13 ? 4 : 3);
  const isForwardSecret = suffix.startsWith('FS') || suffix.includes('Res');
  const ciphers = [
    ...(has13 ? tls13Ciphers : []),
    ...(lowest < 3 ? forwardSecretCiphers : []),
    ...(lowest < 3 && !isForwardSecret ? staticCiphers : []),
  ];
  return { name: prefix + suffix, protocols, ciphers };
}

export const sslPolicies: readonly SslPolicy[] = names.map(toPolicy);

/** What API and CLI give an HTTPS listener that names no policy. */
export const defaultSslPolicy = `${prefix}2016-08`;

/** The policy of a name, or undefined. */
export const findSslPolicy = (name: string): SslPolicy | undefined =>
  sslPolicies.find((policy) => policy.name === name);

// What a security policy means for the handshake: its protocol versions and its ciphers in their order, as
// DescribeSSLPolicies lists them, and the key exchange groups of its family. Elastic Load Balancing user guide,
// "Security policies for your Application Load Balancer".
import type { SecureVersion } from 'node:tls';
import { defaultSslPolicy, findSslPolicy, type SslPolicy } from '../../aws/elbv2/ssl-policies.ts';

export interface TlsPolicy {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** An OpenSSL cipher list, most preferred first. */
  readonly ciphers: string;
  /** OpenSSL key exchange groups, most preferred first. */
  readonly ecdhCurve: string;
}

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** The terms of a policy by its name; those of CreateListener's default policy for a name that is none. */
export function tlsPolicy(name: string = defaultSslPolicy): TlsPolicy {
  const policy = findSslPolicy(name) ?? findSslPolicy(defaultSslPolicy);
  if (!policy) throw new Error(`the default policy ${defaultSslPolicy} is not in the table`);
  const allowed = versions.filter((version) => policy.protocols.includes(version));
  const [minVersion = 'TLSv1.2'] = allowed;
  const legacy = minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
  return {
    minVersion,
    maxVersion: allowed.at(-1) ?? 'TLSv1.2',
    // OpenSSL refuses TLS 1.0 and 1.1 at its default security level.
    ciphers: [...policy.ciphers, ...(legacy ? ['@SECLEVEL=0'] : [])].join(':'),
    ecdhCurve: groupsOf(policy).join(':'),
  };
}

const hybrid = ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'];

/** Groups as the policies of the same names have them in AWS's TLS library (aws/s2n-tls, tests/policy_snapshot). */
function groupsOf({ name }: SslPolicy): readonly string[] {
  if (name.includes('INTEROP')) return ['secp384r1', 'prime256v1', 'secp521r1'];
  if (name.includes('RFC9151')) return ['secp384r1'];
  if (!name.includes('TLS13')) return ['prime256v1', 'secp384r1', ...(name.includes('-FS-1-2-') ? ['secp521r1'] : [])];
  const curves = ['prime256v1', 'secp384r1', 'secp521r1'];
  return [...(name.includes('PQ') ? hybrid : []), ...(name.includes('FIPS') ? [] : ['X25519']), ...curves];
}

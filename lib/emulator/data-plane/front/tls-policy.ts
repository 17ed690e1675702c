// What a security policy means for the handshake. Only the protocol versions are enforced; the cipher lists of the
// policies are not. Elastic Load Balancing user guide, "Security policies for your Application Load Balancer".
import type { SecureVersion } from 'node:tls';

export interface TlsVersions {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

/** Protocol versions of a policy, read off its name: `TLS13-` allows 1.3, the next `1-n` is the lowest version. */
export function tlsVersions(policy: string): TlsVersions {
  const name = policy.replace(/^ELBSecurityPolicy-/, '');
  const lowest = /^(?:TLS13-|TLS-|FS-)(1-[0-3])(?:-|$)/.exec(name)?.[1] ?? '1-0';
  const minor = Number(lowest.slice(2));
  const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
  return { minVersion: versions[minor] ?? 'TLSv1.2', maxVersion: name.startsWith('TLS13-') ? 'TLSv1.3' : 'TLSv1.2' };
}

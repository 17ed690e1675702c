// What other services ask of a certificate.
import type { Acm } from './acm.ts';
import { statusOf } from './certificate-status.ts';

/** Two labels at least, of letters, digits and hyphens; the first may be a wildcard. */
const isFullyQualified = (name: string) => /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}$/i.test(name);

/**
 * Status, key and domain names as load balancing judges them. It takes no certificate without a fully qualified domain
 * name (`UnsupportedCertificate`), so names that are none do not count, unless the check is switched off.
 */
export function certificateFacts({ tables, world, settings }: Acm, arn: string) {
  const found = tables.now.certificates.get(arn);
  if (!found) return undefined;
  const names = found.subjectAlternativeNames;
  const qualified = names.filter(isFullyQualified);
  return {
    status: statusOf(found, world.clock.now()),
    keyAlgorithm: found.keyAlgorithm,
    domainNames: settings.strictFqdn ? qualified : names.length > 0 ? names : [''],
  };
}

// Certificates of an HTTPS port: those that the configuration names, then those that its listeners take from Secrets; for
// listeners that are left without any, those of ACM whose names cover their hosts.
import { isWildcard } from '../base/hostname.ts';
import { compareText } from '../base/ordering.ts';
import type { Value } from '../base/ref.ts';
import type { CertificateFact } from './facts.ts';
import type { ListenerPort } from './listener-ports.ts';
import { lack, reportListener, reportRoute } from './translation.ts';
import type { Translation } from './translation.ts';

/**
 * The default certificate first; `imported` are those from Secrets. Undefined: the port cannot be served (a Finding or an
 * unanswered query says why).
 */
export function chooseCertificates(
  translation: Translation,
  port: ListenerPort,
  imported: readonly Value[],
): readonly Value[] | undefined {
  const given = [...namedCertificates(port), ...imported];
  if (!asksAcm(port)) return given;
  const discovered = discoverCertificates(translation, withoutSecrets(port));
  return discovered === undefined && given.length === 0 ? undefined : [...given, ...(discovered ?? [])];
}

/** Whether some listener of the port has neither a named certificate nor a Secret. */
export function asksAcm(port: ListenerPort): boolean {
  return port.protocol === 'HTTPS' && namedCertificates(port).length === 0 && withoutSecrets(port).listeners.length > 0;
}

/** The listeners of the port whose certificates come from elsewhere. */
function withoutSecrets(port: ListenerPort): ListenerPort {
  const listeners = port.listeners.filter(({ certificateSecrets }) => certificateSecrets.length === 0);
  return { ...port, listeners, hostnames: [...new Set(listeners.map(({ hostname }) => hostname))] };
}

/** ARNs, each once, the default one first. Empty: the configuration names none. Nothing is looked up. */
export function namedCertificates({ configuration }: ListenerPort): readonly string[] {
  const { defaultCertificate, certificates = [] } = configuration ?? {};
  return [...new Set(defaultCertificate === undefined ? certificates : [defaultCertificate, ...certificates])];
}

/** The certificate with the smallest ARN is the default one, as in LBC. */
function discoverCertificates(translation: Translation, port: ListenerPort): readonly string[] | undefined {
  const { certificates } = translation.facts;
  if (certificates === undefined) return void lack(translation, { fact: 'certificates' });
  const byName = certificatesByName(certificates);
  const found = new Set<string>();
  for (const listener of port.listeners.filter(({ hostname }) => hostname !== '')) {
    const arns = covering(byName, listener.hostname);
    for (const arn of arns) found.add(arn);
    if (arns.length === 0)
      reportListener(translation, 'certificate-host-missing', listener, { message: noCertificate(listener.hostname) });
  }
  discoverForRoutes(translation, port, byName, found);
  if (found.size > 0) return [...found].sort(compareText);
  for (const listener of port.listeners.filter(({ hostname }) => hostname === '')) {
    reportListener(translation, 'certificate-missing', listener, {
      message:
        'no certificate: name one in a LoadBalancerConfiguration, or have ACM issue one for a hostname of the listener or its routes',
    });
  }
  return undefined;
}

/** LIM-31: a host of a route without certificate is that route's affair. */
function discoverForRoutes(
  translation: Translation,
  port: ListenerPort,
  byName: CertificatesByName,
  found: Set<string>,
): void {
  for (const { route, hosts } of port.attached) {
    for (const hostname of new Set(hosts.flatMap(({ hostnames }) => hostnames))) {
      if (hostname === '' || port.hostnames.includes(hostname)) continue;
      const arns = covering(byName, hostname);
      for (const arn of arns) found.add(arn);
      if (arns.length === 0) {
        reportRoute(translation, 'certificate-host-missing', route, {
          path: 'spec.hostnames',
          severity: 'note',
          message: `${noCertificate(hostname)}. Clients of port ${port.port} get another one`,
        });
      }
    }
  }
}

function noCertificate(hostname: string): string {
  return `ACM has no issued certificate for ${hostname}`;
}

type CertificatesByName = ReadonlyMap<string, readonly string[]>;

function certificatesByName(certificates: readonly CertificateFact[]): CertificatesByName {
  const byName = new Map<string, string[]>();
  for (const { arn, names } of certificates)
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), arn]);
  return byName;
}

/** A certificate's wildcard stands for exactly one label (RFC 6125), unlike a listener's. */
function covering(byName: CertificatesByName, hostname: string): readonly string[] {
  const parent = hostname.slice(hostname.indexOf('.') + 1);
  const wildcard = isWildcard(hostname) || !hostname.includes('.') ? [] : (byName.get(`*.${parent}`) ?? []);
  return [...new Set([...(byName.get(hostname) ?? []), ...wildcard])];
}

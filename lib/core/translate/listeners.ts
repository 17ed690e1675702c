// One ALB listener per port. A port that cannot be decided now is held: what serves there goes on serving.
import { keyText } from '../base/ids.ts';
import type { Value } from '../base/ref.ts';
import type { AlbListener, ImportedCertificate, TrustStore } from '../stack/stack.ts';
import { attributes } from './attributes.ts';
import { chooseCertificates } from './certificates.ts';
import { importedCertificates, importedFor } from './imported-certificates.ts';
import type { ListenerPort } from './listener-ports.ts';
import { mutualAuthentication } from './mutual-authentication.ts';
import { notFound } from './not-found.ts';
import { loadBalancerTags } from './tags.ts';
import { trustStores } from './trust-stores.ts';
import { reportListener } from './translation.ts';
import type { Translation } from './translation.ts';

export interface Listeners {
  readonly listeners: readonly AlbListener[];
  readonly heldPorts: readonly number[];
  /** The ports of `listeners`. */
  readonly open: readonly ListenerPort[];
  /** What listeners take from Secrets; also those of held ports, which go on serving with it. */
  readonly certificates: readonly ImportedCertificate[];
  /** What they verify clients with, likewise. */
  readonly trustStores: readonly TrustStore[];
}

/** In the order of `ports`. Ports without routes are in neither list where the dialect gives them no listener. */
export function buildListeners(translation: Translation, ports: readonly ListenerPort[]): Listeners {
  const existing = ports.filter(({ attached }) => translation.profile.listeners.exists(attached.length));
  const built = existing.map((port) => ({
    port,
    listener: buildListener(translation, port, importedFor(existing, port)),
  }));
  return {
    listeners: built.flatMap(({ listener }) => (listener === undefined ? [] : [listener])),
    open: built.flatMap(({ port, listener }) => (listener === undefined ? [] : [port])),
    certificates: importedCertificates(translation, existing),
    trustStores: trustStores(translation, existing),
    heldPorts: [
      ...built.flatMap(({ port, listener }) => (listener === undefined ? [port.port] : [])),
      ...portsWithBrokenCertificate(translation, ports),
    ],
  };
}

/** A Secret that was good and is broken now, by a failed renewal say, does not end what serves with the good one. */
function portsWithBrokenCertificate({ graph }: Translation, ports: readonly ListenerPort[]): readonly number[] {
  const valid = new Set(ports.map(({ port }) => port));
  const broken = graph.listeners.filter(({ port, owner, name, valid: isValid }) => {
    if (isValid || valid.has(port)) return false;
    const errors = graph.findings.filter(
      ({ subject, listener, severity }) =>
        severity === 'error' && listener === name && keyText(subject) === keyText(owner),
    );
    return errors.length > 0 && errors.every(({ reason }) => reason === 'InvalidCertificateRef');
  });
  return [...new Set(broken.map(({ port }) => port))];
}

function buildListener(
  translation: Translation,
  port: ListenerPort,
  imported: readonly Value[],
): AlbListener | undefined {
  const { configuration } = port;
  if (configuration?.quicEnabled === true) {
    for (const listener of port.listeners)
      reportListener(translation, 'quic', listener, {
        severity: 'note',
        message: 'an ALB has no QUIC and quicEnabled is not honoured. Remove it',
      });
  }
  const plain: AlbListener = {
    id: String(port.port),
    port: port.port,
    protocol: port.protocol,
    defaultActions: [notFound],
    certificates: [],
    attributes: attributes(configuration?.listenerAttributes),
    tags: loadBalancerTags(translation),
  };
  return port.protocol === 'HTTPS' ? secured(translation, port, plain, imported) : plain;
}

function secured(
  translation: Translation,
  port: ListenerPort,
  plain: AlbListener,
  imported: readonly Value[],
): AlbListener | undefined {
  const certificates = chooseCertificates(translation, port, imported);
  const clients = mutualAuthentication(translation, port);
  if (certificates === undefined || clients === 'unknown') return undefined;
  return {
    ...plain,
    certificates,
    sslPolicy: port.configuration?.sslPolicy ?? translation.profile.defaults.sslPolicy,
    ...(clients === undefined ? {} : { mutualAuthentication: clients }),
  };
}

// One ALB listener per port. A port that cannot be decided now is held: what serves there goes on serving.
import type { Action } from '../stack/listener-rule.ts';
import type { AlbListener } from '../stack/stack.ts';
import { attributes } from './attributes.ts';
import { chooseCertificates } from './certificates.ts';
import type { ListenerPort } from './listener-ports.ts';
import { mutualAuthentication } from './mutual-authentication.ts';
import { loadBalancerTags } from './tags.ts';
import { reportListener } from './translation.ts';
import type { Translation } from './translation.ts';

/** What no rule matches is not found. */
const notFound: Action = { type: 'fixed-response', statusCode: '404', contentType: 'text/plain' };

export interface Listeners {
  readonly listeners: readonly AlbListener[];
  readonly heldPorts: readonly number[];
  /** The ports of `listeners`. */
  readonly open: readonly ListenerPort[];
}

/** In the order of `ports`. Ports without routes are in neither list where the dialect gives them no listener. */
export function buildListeners(translation: Translation, ports: readonly ListenerPort[]): Listeners {
  const existing = ports.filter(({ attached }) => translation.profile.listeners.exists(attached.length));
  const built = existing.map((port) => ({ port, listener: buildListener(translation, port) }));
  return {
    listeners: built.flatMap(({ listener }) => (listener === undefined ? [] : [listener])),
    open: built.flatMap(({ port, listener }) => (listener === undefined ? [] : [port])),
    heldPorts: built.flatMap(({ port, listener }) => (listener === undefined ? [port.port] : [])),
  };
}

function buildListener(translation: Translation, port: ListenerPort): AlbListener | undefined {
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
  return port.protocol === 'HTTPS' ? secured(translation, port, plain) : plain;
}

function secured(translation: Translation, port: ListenerPort, plain: AlbListener): AlbListener | undefined {
  const certificates = chooseCertificates(translation, port);
  const clients = mutualAuthentication(translation, port);
  if (certificates === undefined || clients === 'unknown') return undefined;
  return {
    ...plain,
    certificates,
    sslPolicy: port.configuration?.sslPolicy ?? translation.profile.defaults.sslPolicy,
    ...(clients === undefined ? {} : { mutualAuthentication: clients }),
  };
}

// One load balancer on loopback: its address and the sockets of its listeners, kept in step with its view.
import type { LoadBalancerView } from './load-balancer-source.ts';
import type { ListenerSite } from './front/client-connection.ts';
import { openListenerFront, type ListenerFront } from './front/listener-front.ts';

export interface LoadBalancerSite {
  /** The address the listeners are bound on. */
  address(): string;
  /** Listener port → the port that is really bound. */
  ports(): Readonly<Record<string, number>>;
  reconcile(view: LoadBalancerView): Promise<void>;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly address: string;
  /** Where a real port cannot be bound, this plus the listener port is tried before any free one. */
  readonly portBase?: number;
  /** What serves the connections of one listener port. */
  listenerSite(port: number): ListenerSite;
}

/** Only 127.0.0.1 is bound on every system; the rest of 127.0.0.0/8 is Linux's. */
const universalLoopback = '127.0.0.1';

/**
 * Binds nothing until `reconcile`, which rejects when a port cannot be bound anywhere. Moves to 127.0.0.1 for good if
 * the wanted address does not exist on this machine.
 */
export function createLoadBalancerSite(options: SiteOptions): LoadBalancerSite {
  let address = options.address;
  const fronts = new Map<number, ListenerFront>();

  const open = async (port: number, protocol: 'HTTP' | 'HTTPS') => {
    const ports = [port, ...(options.portBase === undefined ? [] : [options.portBase + port]), 0];
    const site = options.listenerSite(port);
    try {
      fronts.set(port, await openListenerFront(site, protocol, { address, ports }));
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL';
      if (!missing || address === universalLoopback) throw error;
      address = universalLoopback;
      fronts.set(port, await openListenerFront(site, protocol, { address, ports }));
    }
  };

  const close = async (ports: Iterable<number>) => {
    await Promise.all(
      [...ports].map((port) => {
        const front = fronts.get(port);
        fronts.delete(port);
        return front?.close();
      }),
    );
  };

  return {
    address: () => address,
    ports: () => Object.fromEntries([...fronts].map(([port, front]) => [String(port), front.boundPort])),
    reconcile: async (view) => {
      const wanted = new Map(view.listeners.map((listener) => [listener.port, listener.protocol]));
      await close([...fronts].filter(([port, front]) => wanted.get(port) !== front.protocol).map(([port]) => port));
      for (const [port, protocol] of wanted) if (!fronts.has(port)) await open(port, protocol);
    },
    close: () => close([...fronts.keys()]),
  };
}

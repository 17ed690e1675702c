// An ALB has one listener per port: the Gateway's valid listeners, grouped, with the routes that attach to them.
import type { GatewayNode, ListenerNode, RouteNode } from '../graph/graph.ts';
import type { AttachedHosts } from '../profile/isolation.ts';
import type { Translation } from './translation.ts';

export type ListenerConfiguration = NonNullable<GatewayNode['configuration']['listenerConfigurations']>[number];

export interface ListenerPort {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly listeners: readonly ListenerNode[];
  /** Of the listeners, each once. */
  readonly hostnames: readonly string[];
  readonly configuration?: ListenerConfiguration;
  readonly attached: readonly AttachedRoute[];
}

export interface AttachedRoute {
  readonly route: RouteNode;
  readonly hosts: readonly AttachedHosts[];
}

/** Ports in ascending order. */
export function listenerPorts({ graph, gateway }: Translation): readonly ListenerPort[] {
  const byPort = new Map<number, ListenerNode[]>();
  for (const listener of graph.listeners) {
    if (listener.valid) append(byPort, listener.port, listener);
  }
  const attached = attachedByPort(graph.routes, new Map(graph.listeners.map((listener) => [listener.id, listener])));
  return [...byPort]
    .sort(([a], [b]) => a - b)
    .map(([port, listeners]) => {
      const protocol = listeners[0]?.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP';
      const configuration = configurationOf(gateway, protocol, port);
      return {
        port,
        protocol,
        listeners,
        hostnames: [...new Set(listeners.map(({ hostname }) => hostname))],
        ...(configuration === undefined ? {} : { configuration }),
        attached: attached.get(port) ?? [],
      };
    });
}

/** The last entry for a port wins, as in LBC. */
function configurationOf(
  { configuration }: GatewayNode,
  protocol: string,
  port: number,
): ListenerConfiguration | undefined {
  return configuration.listenerConfigurations?.findLast(
    ({ protocolPort }) => protocolPort.toUpperCase() === `${protocol}:${port}`,
  );
}

function attachedByPort(
  routes: readonly RouteNode[],
  listeners: ReadonlyMap<string, ListenerNode>,
): ReadonlyMap<number, AttachedRoute[]> {
  const byPort = new Map<number, AttachedRoute[]>();
  for (const route of routes) {
    for (const [port, hosts] of hostsByPort(route, listeners))
      if (hosts.some(({ isServed }) => isServed)) append(byPort, port, { route, hosts });
  }
  return byPort;
}

function hostsByPort(
  route: RouteNode,
  listeners: ReadonlyMap<string, ListenerNode>,
): ReadonlyMap<number, AttachedHosts[]> {
  const byPort = new Map<number, AttachedHosts[]>();
  for (const { listener: id, hostnames } of route.parents.flatMap(({ attachments }) => attachments)) {
    const listener = listeners.get(id);
    if (listener === undefined) continue;
    append(byPort, listener.port, { listener: listener.hostname, isServed: listener.valid, hostnames });
  }
  return byPort;
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

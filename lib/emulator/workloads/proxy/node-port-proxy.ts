// Opens node ports and passes TCP connections on to pods.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { equalJson } from '../equal-json.ts';
import type { Random } from '../../random.ts';
import type { NodePort } from './plan-node-ports.ts';

export interface NodePortProxy {
  /** Opens and closes ports so that they fit; resolves when they do. */
  reconcile(ports: readonly NodePort[]): Promise<void>;
  close(): Promise<void>;
}

export interface NodePortProxyOptions {
  readonly random: Random;
  /** Where an address of the cluster lives on this machine. */
  locate(address: string): string;
  /** A port could not be opened; it is tried again at the next reconcile. */
  failed(error: unknown): void;
}

interface OpenPort {
  plan: NodePort;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

/**
 * Each connection goes to a random backend of its port, or is cut when there is none. A change of backends leaves open
 * connections alone; closing a port cuts them.
 */
export function createNodePortProxy(options: NodePortProxyOptions): NodePortProxy {
  const open = new Map<string, OpenPort>();
  const keyOf = ({ nodeAddress, port }: NodePort) => `${nodeAddress}:${port}`;

  const close = async (key: string) => {
    const port = open.get(key);
    open.delete(key);
    for (const socket of port?.sockets ?? []) socket.destroy();
    await new Promise<void>((resolve) => (port ? port.server.close(() => resolve()) : resolve()));
  };

  const start = async (plan: NodePort) => {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
      const { backends } = port.plan;
      const backend = backends[Math.floor(options.random.next() * backends.length)];
      if (!backend) return void client.destroy();
      const pod = connect({
        host: options.locate(backend.address),
        port: backend.port,
        noDelay: true,
        allowHalfOpen: true,
      });
      join(client, pod, sockets);
    });
    const port: OpenPort = { plan, server, sockets };
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: options.locate(plan.nodeAddress), port: plan.port, exclusive: true }, resolve);
    });
    open.set(keyOf(plan), port);
  };

  return {
    reconcile: async (ports) => {
      const wanted = new Map(ports.map((port) => [keyOf(port), port]));
      await Promise.all([...open.keys()].filter((key) => !wanted.has(key)).map(close));
      for (const [key, plan] of wanted) {
        const held = open.get(key);
        if (!held) await start(plan).catch(options.failed);
        else if (!equalJson(held.plan, plan)) held.plan = plan;
      }
    },
    close: async () => {
      await Promise.all([...open.keys()].map(close));
    },
  };
}

function join(client: Socket, pod: Socket, sockets: Set<Socket>): void {
  const cut = () => {
    client.destroy();
    pod.destroy();
  };
  for (const socket of [client, pod]) {
    sockets.add(socket);
    socket.on('error', cut);
    socket.once('close', (failed: boolean) => {
      sockets.delete(socket);
      // After an orderly close the other side still has to deliver what it holds.
      if (failed || !socket.readableEnded) cut();
    });
  }
  client.pipe(pod).pipe(client);
}

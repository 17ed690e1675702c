// The servers of one pod: an echo server on every port, on the loopback address that stands for the pod's.
import type { EchoServer } from '../echo/echo-server.ts';

export interface Sandbox {
  readonly address: string;
  readonly startedAt: string;
  /** Opens missing ports and closes surplus ones; resolves with the reason if one cannot be opened. */
  serve(ports: readonly number[]): Promise<string | undefined>;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** The pod's address as the API shows it, and since when it runs. */
  readonly address: string;
  readonly startedAt: string;
  open(port: number): Promise<EchoServer>;
}

/**
 * Without servers until `serve`. Ports are opened in turn; the first that fails leaves those before it open and those
 * after it closed.
 */
export function createSandbox({ address, startedAt, open }: SandboxOptions): Sandbox {
  const servers = new Map<number, EchoServer>();
  const close = (ports: Iterable<number>) =>
    Promise.all(
      [...ports].map((port) => {
        const server = servers.get(port);
        servers.delete(port);
        return server?.close();
      }),
    );
  return {
    address,
    startedAt,
    serve: async (ports) => {
      await close([...servers.keys()].filter((port) => !ports.includes(port)));
      for (const port of ports) {
        if (servers.has(port)) continue;
        try {
          servers.set(port, await open(port));
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      }
      return undefined;
    },
    stop: async () => {
      await close([...servers.keys()]);
    },
  };
}

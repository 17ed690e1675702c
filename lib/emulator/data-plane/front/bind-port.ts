// Binds a listener's port on a loopback address. Where the real port cannot be had (low ports without the right to them,
// or one already taken), another one stands in and is reported.
import type { Server } from 'node:net';

/** Listens on `address` with the first port that can be bound, and returns it. Rejects when none can. */
export async function bindPort(server: Server, address: string, candidates: readonly number[]): Promise<number> {
  for (const [index, port] of candidates.entries()) {
    try {
      return await listen(server, address, port);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const replaceable = code === 'EACCES' || code === 'EADDRINUSE';
      if (!replaceable || index === candidates.length - 1) throw error;
    }
  }
  throw new Error(`no port to bind on ${address}`);
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}

// The target of the benchmark: as little as an HTTP server can do.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../part-process.ts';

const server = createServer({ keepAliveTimeout: 600_000 }, (_, outgoing) => void outgoing.end('ok'));

answerParent({
  /** Listens on loopback and returns the port. */
  listen: () =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
});

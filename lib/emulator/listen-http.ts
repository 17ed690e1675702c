// A WireHandler on a loopback port, plain HTTP: the emulated AWS endpoint.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './serve-wire.ts';
import type { WireHandler } from './wire.ts';

export interface HttpEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1; port 0 takes a free one, a port in use rejects. */
export async function listenHttp(handle: WireHandler, port = 0): Promise<HttpEndpoint> {
  const server = createServer(
    { keepAliveTimeout: 180_000 },
    (message, response) => void answer(handle, message, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// A WireHandler on a loopback port, plain HTTP: the emulated AWS endpoint.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './serve-wire.ts';
import type { WireHandler } from './wire.ts';

export interface HttpEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** How long a client may take, in milliseconds of the machine's time: sockets know no other. */
export interface Patience {
  /** Until its headers are complete. */
  readonly headersMs: number;
  /** Until its whole request is. */
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
}

const defaultPatience: Patience = { headersMs: 20_000, requestMs: 120_000, checkMs: 5_000 };

/** Serves on 127.0.0.1; port 0 takes a free one, a port in use rejects. */
export async function listenHttp(
  handle: WireHandler,
  port = 0,
  { headersMs, requestMs, checkMs }: Patience = defaultPatience,
): Promise<HttpEndpoint> {
  const server: Server = createServer(
    {
      keepAliveTimeout: 180_000,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: 32 * 1024,
    },
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

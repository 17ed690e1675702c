// The API server on a socket: HTTPS on loopback, with a certificate of a CA made for the occasion.
import { createServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answer } from '../serve-wire.ts';
import type { WireHandler } from '../wire.ts';
import { createServingCertificate } from './serving-certificate.ts';

/** Where a listening API server is reached and which CA signed its certificate. */
export interface KubernetesEndpoint {
  readonly url: string;
  readonly caPem: string;
  close(): Promise<void>;
}

const listening = (server: HttpsServer, port: number) =>
  new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });

/** Serves a handler over HTTPS on 127.0.0.1; port 0 takes a free one. `onClose` runs before connections are closed. */
export async function listenSecurely(
  handle: WireHandler,
  port: number,
  onClose: () => void,
): Promise<KubernetesEndpoint> {
  const { caPem, certificatePem, keyPem } = await createServingCertificate();
  const server = createServer({ cert: certificatePem, key: keyPem, keepAliveTimeout: 180_000 }, (message, response) => {
    void answer(handle, message, response);
  });
  const address = await listening(server, port);
  return {
    url: `https://127.0.0.1:${address.port}`,
    caPem,
    close: () =>
      new Promise((resolve) => {
        onClose();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

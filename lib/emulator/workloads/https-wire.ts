// The wire to a Kubernetes API server over HTTPS, with the credentials of a kubeconfig user.
import { Agent, request } from 'node:https';
import type { WireHandler } from '../wire.ts';

export interface HttpsWireOptions {
  /** e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  readonly caPem?: string;
  readonly clientCertificatePem?: string;
  readonly clientKeyPem?: string;
}

/** A handler that sends each exchange to the server; streams are passed on as they arrive. */
export function createHttpsWire(options: HttpsWireOptions): { readonly handle: WireHandler; close(): void } {
  const agent = new Agent({
    keepAlive: true,
    ...(options.caPem === undefined ? {} : { ca: options.caPem }),
    ...(options.clientCertificatePem === undefined ? {} : { cert: options.clientCertificatePem }),
    ...(options.clientKeyPem === undefined ? {} : { key: options.clientKeyPem }),
  });
  return {
    handle: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const outgoing = request(new URL(path, options.server), { method, headers, agent }, (response) => {
          const received = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          );
          resolve({ status: response.statusCode ?? 0, headers: received, body: response });
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

// One request through an emulated load balancer, as curl would make it.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface PageRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
  /** Where the load balancer listens on this machine. */
  readonly address: string;
  readonly port: number;
  /** Certificate authority to trust, PEM. */
  readonly ca?: string;
}

export interface Page {
  readonly status: number;
  readonly body: string;
}

const patienceMs = 5_000;

/**
 * `host` goes into the Host header and SNI whatever `address` is. Resolves with any status and follows no redirect;
 * rejects if nothing comes for 5 s or the certificate is not trusted.
 */
export function fetchPage({ scheme, host, path, address, port, ca }: PageRequest): Promise<Page> {
  return new Promise((resolve, reject) => {
    const send = scheme === 'https' ? httpsRequest : httpRequest;
    const outgoing = send(
      {
        host: address,
        port,
        path,
        headers: { host },
        servername: host,
        timeout: patienceMs,
        ...(ca === undefined ? {} : { ca }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`no answer from ${address}:${port} within ${patienceMs / 1000} s`)),
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** The same request as a shell command that anybody can repeat while the load balancer is up. */
export function curlCommand({ scheme, host, path, address, port }: PageRequest): string {
  const natural = scheme === 'https' ? 443 : 80;
  const at = `${host}:${natural}:${address}:${port}`;
  return `curl ${scheme === 'https' ? '--insecure ' : ''}--connect-to ${at} ${scheme}://${host}${path}`;
}

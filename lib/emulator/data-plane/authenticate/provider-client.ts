// Requests of the load balancer to identity providers and token issuers.
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { Clock } from '../../clock.ts';
import type { IdentityProviderAccess } from './identity-provider-access.ts';

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ProviderResponse {
  readonly status: number;
  readonly body: string;
}

export interface ProviderClient {
  /** The response, or `unreachable` when there is none in time or it is larger than any that is of use. */
  send(request: ProviderRequest): Promise<ProviderResponse | 'unreachable'>;
  /** A URL as a browser on this machine reaches it. */
  locate(url: string): string;
}

/** Five seconds; AWS does not say how long an ALB waits. */
const timeoutMs = 5000;
const maxBodyBytes = 512 * 1024;

/** A client that reads `access` at every request and gives up on the emulated clock. */
export function createProviderClient(access: () => IdentityProviderAccess, clock: Clock): ProviderClient {
  const locate = (url: string) => {
    const { origin } = new URL(url);
    const served = access().origins?.[origin];
    return served === undefined ? url : `${served.replace(/\/$/, '')}${url.slice(origin.length)}`;
  };
  return {
    locate,
    send: (wanted) =>
      new Promise((resolve) => {
        const { host, hostname } = new URL(wanted.url);
        const secured = trusting(access(), hostname);
        const outgoing = open(locate(wanted.url), {
          ...secured,
          method: wanted.method,
          agent: false,
          headers: { host, ...wanted.headers },
        });
        const cancel = clock.schedule(timeoutMs, () => outgoing.destroy(new Error('timeout')));
        const settle = (outcome: ProviderResponse | 'unreachable') => {
          cancel();
          resolve(outcome);
        };
        outgoing.on('error', () => settle('unreachable'));
        outgoing.on('response', (incoming) => {
          readBody(incoming).then(
            (body) => settle({ status: incoming.statusCode ?? 0, body }),
            () => settle('unreachable'),
          );
        });
        outgoing.end(wanted.body);
      }),
  };
}

const open = (url: string, options: RequestOptions) =>
  url.startsWith('http:') ? requestHttp(url, options) : requestHttps(url, options);

/** The certificate is that of the name in the configuration, wherever it is served. */
function trusting({ authoritiesPem }: IdentityProviderAccess, hostname: string): RequestOptions {
  // TLS server names are names: an address is sent as none (RFC 6066 §3).
  const servername = /^[\d.]+$|^\[/.test(hostname) ? '' : hostname;
  return { servername, ...(authoritiesPem !== undefined && { ca: [...rootCertificates, authoritiesPem] }) };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBodyBytes) throw new Error('the response is too large');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The object a response holds as JSON; undefined when it holds none. */
export function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

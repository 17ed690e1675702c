import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, type RequestOptions, request as secureRequest } from 'node:https';

/** Where a cluster's API is and how to be let in. */
export interface KubeConnection {
  /** `https://host[:port][/path]`; plain http only for a proxy on loopback. */
  readonly server: string;
  /** PEM of the certificate authority; absent: the system's. */
  readonly ca?: string;
  /** Bearer token, asked for before every request; `renew` after the server has answered 401 to the last one. */
  readonly token: (renew: boolean) => Promise<string | undefined>;
  /** Client certificate, for kubeconfigs that use one. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
}

export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query string. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

export interface HttpConnection {
  /** The head of the answer, whatever its status. A refused token is renewed once. */
  readonly answer: (request: KubeRequest, options: RequestOptions) => Promise<IncomingMessage>;
  readonly close: () => void;
}

/** Sockets are kept alive between requests and probed as often. */
const keepAliveMs = 30_000;

/**
 * Connects at the first request. Rejects with Node's own errors, ETIMEDOUT when the request's own timeout is over;
 * bodies go out as JSON, and answers may come back gzipped.
 */
export function openHttpConnection(connection: KubeConnection): HttpConnection {
  const { server, ca, clientCertificate } = connection;
  const secure = server.startsWith('https:');
  const keepAlive = { keepAlive: true, keepAliveMsecs: keepAliveMs };
  const agent = secure
    ? new Agent({ ...keepAlive, ...(ca ? { ca } : {}), ...clientCertificate })
    : new PlainAgent(keepAlive);
  const send = secure ? secureRequest : plainRequest;

  const ask = async (request: KubeRequest, options: RequestOptions, renew: boolean): Promise<IncomingMessage> => {
    const token = await connection.token(renew);
    const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = headersOf(request, token, payload);
    return new Promise((resolve, reject) => {
      const url = server.replace(/\/$/, '') + request.path;
      const outgoing = send(url, { method: request.method, agent, headers, ...options }, resolve);
      outgoing.on('timeout', () =>
        outgoing.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  };

  return {
    answer: async (request, options) => {
      const first = await ask(request, options, false);
      if (first.statusCode !== 401) return first;
      first.resume();
      return ask(request, options, true);
    },
    close: () => agent.destroy(),
  };
}

function headersOf(
  request: KubeRequest,
  token: string | undefined,
  payload: string | undefined,
): Record<string, string> {
  return {
    accept: request.accept ?? 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'albatross',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(payload === undefined
      ? {}
      : {
          'content-type': request.contentType ?? 'application/json',
          'content-length': String(Buffer.byteLength(payload)),
        }),
  };
}

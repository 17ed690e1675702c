// A kubeconfig as a connection: certificates, tokens and exec plugins as kubectl understands them. The library is large,
// so it is loaded only by those who have a kubeconfig; inside a cluster nobody does.
import type { RequestOptions } from 'node:https';
import type { KubeConnection } from './http.ts';

/** A credential of a kubeconfig (an exec plugin, say) is asked for again after this long; plugins cache on their own. */
const tokenLifeMs = 60_000;

/** What a kubeconfig may ask for that we refuse rather than ignore. */
interface Refusable {
  readonly skipTLSVerify?: boolean;
  readonly proxyUrl?: string;
  readonly tlsServerName?: string;
  readonly username?: string;
}

/**
 * The current context of a kubeconfig file. Throws with one sentence if the file cannot be used: it is unreadable, has no
 * current context, or asks for what this client does not do.
 */
export async function kubeconfigConnection(file: string, now: () => number = Date.now): Promise<KubeConnection> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(file);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error(`${file} has no current context that names a cluster.`);
  refuse(file, { ...cluster, ...config.getCurrentUser() });
  const credentials = async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  };
  const first = await credentials();
  return {
    server: cluster.server.replace(/\/$/, ''),
    ...(first.ca ? { ca: textOf(first.ca) } : {}),
    ...(first.cert && first.key ? { clientCertificate: { cert: textOf(first.cert), key: textOf(first.key) } } : {}),
    token: cachedToken(async () => bearerOf(await credentials()), now),
  };
}

function refuse(file: string, { skipTLSVerify, proxyUrl, tlsServerName, username }: Refusable): void {
  if (skipTLSVerify)
    throw new Error(`${file} asks to skip TLS verification; give it the cluster's certificate-authority-data instead.`);
  if (proxyUrl) throw new Error(`${file} asks for the proxy ${proxyUrl}, which is not supported.`);
  if (tlsServerName) throw new Error(`${file} sets tls-server-name, which is not supported.`);
  if (username) throw new Error(`${file} uses a user name and password, which Kubernetes no longer accepts.`);
}

function cachedToken(ask: () => Promise<string | undefined>, now: () => number): KubeConnection['token'] {
  let last: { readonly token: string | undefined; readonly at: number } | undefined;
  return async (renew) => {
    if (!renew && last && now() - last.at < tokenLifeMs) return last.token;
    last = { token: await ask(), at: now() };
    return last.token;
  };
}

function bearerOf({ headers }: RequestOptions): string | undefined {
  const value = (headers as Readonly<Record<string, unknown>> | undefined)?.['Authorization'];
  return typeof value === 'string' ? value.replace(/^Bearer /, '') : undefined;
}

function textOf(pem: NonNullable<RequestOptions['ca'] | RequestOptions['key']>): string {
  if (typeof pem === 'string') return pem;
  if (Buffer.isBuffer(pem)) return pem.toString('utf8');
  throw new Error('The kubeconfig has more than one certificate where one is expected.');
}

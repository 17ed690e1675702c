// The API server that the statements of this folder are about: the emulated one, or any other whose address is given.
//
//   KUBERNETES_CONTRACT_URL    base URL of a running API server (default: the emulator, on a socket of its own)
//   KUBERNETES_CONTRACT_TOKEN  bearer token of a member of system:masters there
//   KUBERNETES_CONTRACT_CA     file with the CA certificate (PEM) of that server
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createKubernetes } from '../../../lib/emulator/kubernetes/api-server.ts';
import { gatewayApiResources } from '../../../lib/generated/gateway-api/resources.ts';
import { toCustomResourceDefinition } from '../../../lib/generated/kubernetes/custom-resource-definition.ts';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';

/** A decoded answer: statements read deep into answers of any kind. */
export type Body = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

export interface WatchedEvent {
  readonly type: string;
  readonly object: Body;
}

export interface Watching {
  /** The next event; rejects when the watch has ended. */
  next(): Promise<WatchedEvent>;
  close(): void;
}

export interface ApiTarget {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
  /** Whether this is the emulator, whose extra controls a statement may need. */
  readonly isEmulator: boolean;
  /** A namespace of this run's own. */
  readonly namespace: string;
  send(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  /** Sends bytes as they are, and gives back bytes. */
  sendBytes(method: string, path: string, body: Uint8Array, headers: RequestOptions['headers']): Promise<RawAnswer>;
  patch(path: string, type: 'json' | 'merge' | 'strategic' | 'apply', body: unknown): Promise<Answer>;
  watch(path: string, options?: RequestOptions): Promise<Watching>;
  close(): Promise<void>;
}

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** How long a statement waits for what a server does after it has answered, such as beginning to serve a kind. */
export const eventually = { timeout: 15_000, interval: 50 } as const;

interface Endpoint {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
  readonly close: () => Promise<void>;
}

async function startEmulator(): Promise<Endpoint> {
  const clock = createClock('real');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
  const endpoint = await kubernetes.listen();
  const token = kubernetes.issueToken({ name: 'contract', groups: ['system:masters'] });
  const close = async () => {
    await endpoint.close();
    clock.stop();
  };
  return { url: endpoint.url, caPem: endpoint.caPem, token, close };
}

async function endpointOf(): Promise<Endpoint & { readonly isEmulator: boolean }> {
  const { KUBERNETES_CONTRACT_URL: url, KUBERNETES_CONTRACT_TOKEN: token, KUBERNETES_CONTRACT_CA: ca } = process.env;
  if (url === undefined) return { ...(await startEmulator()), isEmulator: true };
  const caPem = ca === undefined ? '' : readFileSync(ca, 'utf8');
  return { url, token: token ?? '', caPem, isEmulator: false, close: async () => {} };
}

type Open = (method: string, path: string, body?: unknown, options?: RequestOptions) => Promise<IncomingMessage>;

function opener(endpoint: Endpoint, agent: Agent): Open {
  return (method, path, body, options = {}) =>
    new Promise((resolve, reject) => {
      const isRaw = typeof body === 'string' || body instanceof Uint8Array;
      const content = body === undefined ? '' : isRaw ? body : JSON.stringify(body);
      const headers = {
        'content-length': Buffer.byteLength(content),
        authorization: `Bearer ${options.token ?? endpoint.token}`,
        'content-type': 'application/json',
        ...options.headers,
      };
      const url = new URL(path, endpoint.url);
      const ca = endpoint.caPem === '' ? {} : { ca: endpoint.caPem };
      const request = httpsRequest(url, { method, headers, agent, ...ca }, resolve);
      request.once('error', reject);
      request.end(content);
    });
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const textOf = async (message: IncomingMessage) => (await bytesOf(message)).toString('utf8');

function parsed(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function* linesOf(message: IncomingMessage): AsyncGenerator<WatchedEvent, undefined> {
  let rest = '';
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    const lines = (rest + Buffer.from(chunk).toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as WatchedEvent;
  }
  return undefined;
}

async function untilThere(ask: () => Promise<Answer>): Promise<void> {
  const deadline = Date.now() + eventually.timeout;
  while ((await ask()).status === 404 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, eventually.interval));
  }
}

/**
 * Connects to the target, with a namespace of its own and the Gateway API installed. A real server keeps the namespaces
 * of earlier runs, so each run has others.
 */
export async function connect(purpose: string): Promise<ApiTarget> {
  const endpoint = await endpointOf();
  const agent = new Agent({ keepAlive: true });
  const open = opener(endpoint, agent);
  const namespace = `${purpose}-${randomUUID().slice(0, 8)}`;
  const send: ApiTarget['send'] = async (method, path, body, options) => {
    const message = await open(method, path, body, options);
    return { status: message.statusCode ?? 0, headers: message.headers, body: parsed(await textOf(message)) };
  };
  for (const definition of gatewayApiResources) {
    const crd = toCustomResourceDefinition(definition);
    await send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
  }
  await send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // A pod is refused until its service account is there, which a controller sees to.
  await untilThere(() => send('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`));
  return {
    ...endpoint,
    namespace,
    send,
    sendBytes: async (method, path, body, headers = {}) => {
      const message = await open(method, path, body, { headers });
      return { status: message.statusCode ?? 0, headers: message.headers, body: await bytesOf(message) };
    },
    patch: (path, type, body) => send('PATCH', path, body, { headers: { 'content-type': patchTypes[type] } }),
    watch: async (path, options) => {
      const message = await open('GET', path, undefined, options);
      const lines = linesOf(message);
      return {
        next: async () => {
          const { value, done } = await lines.next();
          if (done || value === undefined) throw new Error('the watch has ended');
          return value;
        },
        close: () => message.destroy(),
      };
    },
    close: async () => {
      await send('DELETE', `/api/v1/namespaces/${namespace}`);
      agent.destroy();
      await endpoint.close();
    },
  };
}

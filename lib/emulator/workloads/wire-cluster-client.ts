// The Kubernetes API over one HTTP exchange per call: the emulated server's handler in process, or a real server.
import type { WireHandler, WireResponse } from '../wire.ts';
import {
  ClusterError,
  workloadKinds,
  type ClusterClient,
  type WatchEvent,
  type WorkloadKind,
} from './cluster-client.ts';
import type { ClusterObject } from './objects.ts';

export interface WireClientOptions {
  readonly handle: WireHandler;
  /** Bearer token; absent when the wire authenticates by itself. */
  readonly token?: string;
}

type Call = (method: string, path: string, body?: unknown) => Promise<WireResponse>;

/** A client that speaks through `handle`. */
export function createWireClusterClient({ handle, token }: WireClientOptions): ClusterClient {
  const call: Call = (method, path, body) =>
    handle({
      method,
      path,
      headers: {
        accept: 'application/json',
        'user-agent': 'workloads',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
    });
  const object = async (response: Promise<WireResponse>) => (await readObject(await response)) as ClusterObject;
  return {
    list: async (kind) => {
      const list = (await readObject(await call('GET', pathOf(kind)))) as ObjectList;
      const { apiVersion, kind: name } = kind;
      return {
        resourceVersion: list.metadata.resourceVersion,
        items: list.items.map((item) => ({ ...item, apiVersion, kind: name })),
      };
    },
    watch: (kind, resourceVersion, onEvent, onEnd) => {
      const query = new URLSearchParams({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion });
      return follow(call('GET', `${pathOf(kind)}?${query.toString()}`), onEvent, onEnd);
    },
    create: (created) => object(call('POST', pathOf(kindOf(created), created.metadata.namespace), created)),
    update: (changed, subresource) => object(call('PUT', pathOfObject(changed, subresource), changed)),
    delete: async (deleted, gracePeriodSeconds) => {
      const preconditions = { uid: deleted.metadata.uid };
      const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, gracePeriodSeconds };
      await readObject(await call('DELETE', pathOfObject(deleted), options)).catch(unlessGone);
    },
    bind: async (pod, nodeName) => {
      const { name, namespace } = pod.metadata;
      const target = { apiVersion: 'v1', kind: 'Node', name: nodeName };
      const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target };
      await readObject(await call('POST', pathOfObject(pod, 'binding'), binding));
      return object(call('GET', pathOfObject(pod)));
    },
  };
}

interface ObjectList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly ClusterObject[];
}

function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): WorkloadKind {
  const found = Object.values(workloadKinds).find((one) => one.apiVersion === apiVersion && one.kind === kind);
  if (!found) throw new ClusterError(404, 'NotFound', `${apiVersion} ${kind} is no kind of a workload`);
  return found;
}

function pathOf(kind: WorkloadKind, namespace?: string): string {
  const root = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  return `${root}${kind.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : ''}/${kind.plural}`;
}

const pathOfObject = (object: ClusterObject, subresource?: string) =>
  [pathOf(kindOf(object), object.metadata.namespace), object.metadata.name, ...(subresource ? [subresource] : [])].join(
    '/',
  );

function unlessGone(error: unknown): void {
  const gone = error instanceof ClusterError && (error.code === 404 || error.reason === 'Conflict');
  if (!gone) throw error;
}

async function readObject(response: WireResponse): Promise<unknown> {
  let text = '';
  for await (const chunk of chunksOf(response)) text += chunk;
  if (response.status >= 400) throw refusal(response.status, text);
  return JSON.parse(text) as unknown;
}

/** Most refusals are Status objects; a path that nothing serves is answered in plain text. */
function refusal(status: number, text: string): ClusterError {
  if (!text.startsWith('{')) return new ClusterError(status, '', text.trim());
  const { reason = '', message = text } = JSON.parse(text) as { readonly reason?: string; readonly message?: string };
  return new ClusterError(status, reason, message);
}

async function* chunksOf({ body }: WireResponse): AsyncIterable<string> {
  if (typeof body === 'string') yield body;
  else if (body instanceof Uint8Array) yield Buffer.from(body).toString('utf8');
  else {
    const decoder = new TextDecoder();
    for await (const chunk of body) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
}

/** Reads a watch line by line; an ERROR event (410 Gone) or a broken connection ends it like its end. */
function follow(response: Promise<WireResponse>, onEvent: (event: WatchEvent) => void, onEnd: () => void): () => void {
  let stopped = false;
  let leave = () => {};
  const read = async () => {
    const answered = await response;
    if (answered.status >= 400) return;
    const chunks = chunksOf(answered)[Symbol.asyncIterator]();
    leave = () => void chunks.return?.();
    let rest = '';
    for (let next = await chunks.next(); !next.done && !stopped; next = await chunks.next()) {
      const lines = (rest + next.value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = JSON.parse(line) as { readonly type: string; readonly object: ClusterObject };
        if (event.type === 'ERROR') return;
        if (!stopped && isChange(event)) onEvent(event);
      }
    }
  };
  void read()
    .catch(() => undefined)
    .then(() => {
      if (!stopped) onEnd();
    });
  return () => {
    stopped = true;
    leave();
  };
}

const isChange = (event: { readonly type: string; readonly object: ClusterObject }): event is WatchEvent =>
  event.type === 'ADDED' || event.type === 'MODIFIED' || event.type === 'DELETED';

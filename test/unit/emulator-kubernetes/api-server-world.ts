// An emulated API server on a clock that stands still, with the wire in process.
import { createClock, type Clock } from '../../../lib/emulator/clock.ts';
import {
  createKubernetes,
  type Kubernetes,
  type KubernetesOptions,
} from '../../../lib/emulator/kubernetes/api-server.ts';
import { gatewayApiResources } from '../../../lib/generated/gateway-api/resources.ts';
import { toCustomResourceDefinition } from '../../../lib/generated/kubernetes/custom-resource-definition.ts';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';
import type { WireResponse } from '../../../lib/emulator/wire.ts';

export type Body = ReturnType<typeof JSON.parse>;

export interface World {
  readonly clock: Clock;
  readonly kubernetes: Kubernetes;
  /** Sends a request as system:masters. */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly body: Body }>;
  /** Opens a watch; lines are read one by one. */
  readonly watch: (path: string) => Promise<AsyncIterator<string>>;
}

export function apiServerWorld(options: Partial<KubernetesOptions> = {}): World {
  const clock = createClock('manual');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources, ...options });
  const token = kubernetes.issueToken({ name: 'tester', groups: ['system:masters'] });
  const handle = (method: string, path: string, body?: unknown): Promise<WireResponse> =>
    kubernetes.handle({
      method,
      path,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      },
      body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
    });
  return {
    clock,
    kubernetes,
    send: async (method, path, body) => {
      const response = await handle(method, path, body);
      return {
        status: response.status,
        body: typeof response.body === 'string' ? JSON.parse(response.body) : undefined,
      };
    },
    watch: async (path) => {
      const { body } = await handle('GET', path);
      if (typeof body === 'string' || body instanceof Uint8Array) throw new Error(`no stream but ${String(body)}`);
      return body[Symbol.asyncIterator]() as AsyncIterator<string>;
    },
  };
}

/** The next event of a watch; undefined when it has ended. */
export async function nextEvent(
  lines: AsyncIterator<string>,
): Promise<{ readonly type: string; readonly object: Body } | undefined> {
  const next = await lines.next();
  return next.done ? undefined : JSON.parse(next.value);
}

export const configMap = (name: string, data: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
});

/** Installs the Gateway API. */
export async function installGatewayApi({ kubernetes }: World): Promise<void> {
  const client = kubernetes.client();
  for (const definition of gatewayApiResources) await client.create({ ...toCustomResourceDefinition(definition) });
}

// One kind of an emulated API server, followed, with everything the observer was told. Time stands still until `pass`.
import { startListWatch, type Watched } from '../../../lib/adapters/kube/list-watch.ts';
import { kindNamed } from '../../../lib/core/snapshot/kinds.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createKubernetes, type KubernetesObject } from '../../../lib/emulator/kubernetes/api-server.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';
import type { RawObject } from '../../../lib/reconcile/ports.ts';
import { inProcessKubeHttp } from './in-process-http.ts';

export function createApi() {
  const clock = createClock('manual');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources, authorization: 'rbac' });
  const user = { name: 'watcher', groups: ['system:masters'] };
  /** Requests in order, as `LIST path` or `WATCH path`. */
  const requests: string[] = [];
  const http = inProcessKubeHttp((request) => {
    requests.push(`${request.path.includes('watch=true') ? 'WATCH' : 'LIST'} ${request.path}`);
    return kubernetes.handle(request);
  }, kubernetes.issueToken(user));
  return { clock, kubernetes, client: kubernetes.client(), http, requests };
}

export type Api = ReturnType<typeof createApi>;

export function follow(api: Api, kindName: string, options: Omit<Watched, 'kind'> = {}, http = api.http) {
  const { clock } = api;
  const kind = kindNamed(kindName);
  if (!kind) throw new Error(kindName);
  const random = createRandom(3);
  const told: string[] = [];
  const objects: RawObject[] = [];
  let noticed = 0;
  const listWatch = startListWatch(
    { kind, ...options },
    { http, clock, chance: () => random.next(), inTurn: (work) => work() },
    {
      changed: (object, why) => {
        told.push(`${why} ${(object['metadata'] as { name: string }).name}`);
        objects.push(object);
      },
      deleted: ({ name }) => void told.push(`deleted ${name}`),
    },
    () => {
      noticed += 1;
    },
  );
  return {
    listWatch,
    objects,
    noticed: () => noticed,
    /** What was told since the last time. */
    told: () => told.splice(0),
    /** Lets time pass, and everything happen that it causes. */
    async pass(ms = 0) {
      await idle();
      for (let left = ms; left > 0; left -= 5_000) {
        await clock.advance(Math.min(left, 5_000));
        await idle();
      }
    },
  };
}

/** Lets everything run that waits for nothing but the event loop. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function aConfigMap(name: string, value = 'a'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
    data: { value },
  } as KubernetesObject;
}

export const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name });

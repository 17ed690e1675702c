import {
  ApiException,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createKubernetes, type KubernetesEndpoint } from '../../../lib/emulator/kubernetes/api-server.ts';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';

const clock = createClock('real');
const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
let endpoint: KubernetesEndpoint;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  endpoint = await kubernetes.listen();
  config = new KubeConfig();
  config.loadFromString(JSON.stringify(kubernetes.kubeconfig(endpoint)));
  core = config.makeApiClient(CoreV1Api);
});
afterAll(async () => {
  await endpoint.close();
  clock.stop();
});

const namespace = 'default';

describe('the official JavaScript client', () => {
  it('lists, creates, replaces and deletes', async () => {
    const { items } = await core.listNamespace();
    expect(items.map((item) => item.metadata?.name)).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]);
    const body = { metadata: { name: 'crud' }, data: { a: '1' } };
    const created = await core.createNamespacedConfigMap({ namespace, body });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const replaced = await core.replaceNamespacedConfigMap({
      namespace,
      name: 'crud',
      body: { ...created, data: { a: '2' } },
    });
    expect(replaced.data).toEqual({ a: '2' });
    await core.deleteNamespacedConfigMap({ namespace, name: 'crud' });
    const absent = await core.readNamespacedConfigMap({ namespace, name: 'crud' }).catch((error: unknown) => error);
    expect(absent).toBeInstanceOf(ApiException);
    expect((absent as ApiException<unknown>).code).toBe(404);
  });

  it('patches and applies', async () => {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'patched' } } });
    const patched = await core.patchNamespacedConfigMap(
      { namespace, name: 'patched', body: { data: { a: '1' } } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    expect(patched.data).toEqual({ a: '1' });
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'patched' }, data: { b: '2' } };
    const applied = await core.patchNamespacedConfigMap(
      { namespace, name: 'patched', body, fieldManager: 'me', force: true },
      setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
    );
    expect(applied.data).toEqual({ a: '1', b: '2' });
  });

  it('watches', async () => {
    const seen: string[] = [];
    const done = Promise.withResolvers<void>();
    const watch = new Watch(config);
    const controller = await watch.watch(
      '/api/v1/namespaces/default/secrets',
      {},
      (type: string, object: { metadata: { name: string } }) => {
        seen.push(`${type} ${object.metadata.name}`);
        if (seen.length === 2) done.resolve();
      },
      () => {},
    );
    await core.createNamespacedSecret({ namespace, body: { metadata: { name: 'watched' } } });
    await core.deleteNamespacedSecret({ namespace, name: 'watched' });
    await done.promise;
    controller.abort();
    expect(seen).toEqual(['ADDED watched', 'DELETED watched']);
  });

  it('uses kinds that entered as CustomResourceDefinitions', async () => {
    const names = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' };
    const schema = {
      openAPIV3Schema: {
        type: 'object',
        properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
      },
    };
    await kubernetes.client().create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names,
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    const custom = config.makeApiClient(CustomObjectsApi);
    const place = { group: 'example.com', version: 'v1', namespace, plural: 'widgets' };
    const body = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 3 } };
    await custom.createNamespacedCustomObject({ ...place, body });
    const list = (await custom.listNamespacedCustomObject(place)) as { items: { spec: { size: number } }[] };
    expect(list.items.map((item) => item.spec.size)).toEqual([3]);
  });
});

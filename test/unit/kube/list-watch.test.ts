import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { KubeHttp } from '../../../lib/adapters/kube/http.ts';
import { aConfigMap, configMap, createApi, follow, idle } from './list-watch-world.ts';

const minute = 60_000;

describe('following a kind', () => {
  it('tells what exists, and then every change as it happens', async () => {
    const api = createApi();
    await api.client.create(aConfigMap('old'));
    const { told, pass, listWatch } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    expect(told()).toContain('added old');
    await api.client.create(aConfigMap('new'));
    await api.client.patch(configMap('new'), { data: { value: 'b' } });
    await api.client.delete(configMap('old'));
    await pass();
    expect(told()).toEqual(['added new', 'modified new', 'deleted old']);
    expect(listWatch.sight()).toMatchObject({ phase: 'watching', listed: true });
  });

  it('reads long lists page by page and watches from where the list was taken', async () => {
    const api = createApi();
    for (let index = 0; index < 1_200; index += 1) await api.client.create(aConfigMap(`c-${index}`));
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    expect(told().length).toBeGreaterThanOrEqual(1_200);
    const lists = api.requests.filter((request) => request.startsWith('LIST'));
    expect(lists).toHaveLength(3);
    for (const request of lists) expect(request).toContain('limit=500');
    await api.client.create(aConfigMap('last'));
    await pass();
    expect(told()).toEqual(['added last']);
  });

  it('sees metadata only where it asks for no more', async () => {
    const api = createApi();
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cert', namespace: 'default' },
      stringData: { password: 'hunter2' },
    } as never);
    const { objects, pass } = follow(api, 'Secret', { namespace: 'default', metadataOnly: true });
    await pass();
    await api.client.patch(
      { apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: 'cert' },
      { stringData: { password: 'hunter3' } },
    );
    await pass();
    expect(objects).toHaveLength(2);
    for (const object of objects)
      expect(object).toMatchObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert' } });
    for (const object of objects) expect(Object.keys(object).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  it('goes on for an hour without telling anything twice', async () => {
    const api = createApi();
    await api.client.create(aConfigMap('quiet'));
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    await pass(60 * minute);
    expect(told()).toEqual([]);
    await api.client.patch(configMap('quiet'), { data: { value: 'b' } });
    await pass();
    expect(told()).toEqual(['modified quiet']);
  });

  it('asks for bookmarks and a life of 240 to 300 seconds, and relists every 10 to 30 minutes', async () => {
    const api = createApi();
    const { pass } = follow(api, 'ConfigMap');
    await pass(60 * minute);
    for (const request of api.requests.filter((each) => each.startsWith('WATCH'))) {
      expect(request).toContain('allowWatchBookmarks=true');
      const seconds = Number(/timeoutSeconds=(\d+)/.exec(request)?.[1]);
      expect(seconds).toBeGreaterThanOrEqual(240);
      expect(seconds).toBeLessThanOrEqual(300);
    }
    const lists = api.requests.filter((request) => request.startsWith('LIST')).length;
    expect(lists).toBeGreaterThanOrEqual(3);
    expect(lists).toBeLessThanOrEqual(7);
  });

  it('ends when it is told to, and says no more', async () => {
    const api = createApi();
    const { told, pass, listWatch } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    await listWatch.stop();
    told();
    await api.client.create(aConfigMap('late'));
    await pass(minute);
    expect(told()).toEqual([]);
  });
});

describe('a watch that breaks', () => {
  it('goes on where it was cut, without a list', async () => {
    const api = createApi();
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.cutWatches();
    await api.client.create(aConfigMap('in-the-gap'));
    await pass(2_000);
    expect(told()).toEqual(['added in-the-gap']);
    expect(api.requests.filter((request) => request.startsWith('LIST'))).toHaveLength(1);
  });

  it('gets the event again whose line was cut in the middle', async () => {
    const api = createApi();
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.truncateWatches();
    await api.client.create(aConfigMap('half'));
    await pass(2_000);
    expect(told()).toEqual(['added half']);
  });

  it('lists again after a 410 in the stream and tells only what is different', async () => {
    const api = createApi();
    await api.client.create(aConfigMap('stays'));
    await api.client.create(aConfigMap('goes'));
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.cutWatches();
    await api.client.delete(configMap('goes'));
    await api.client.create(aConfigMap('comes'));
    api.kubernetes.interruptions.compact();
    await pass(5_000);
    expect(told().sort()).toEqual(['added comes', 'deleted goes']);
    await api.client.patch(configMap('stays'), { data: { value: 'b' } });
    await pass();
    expect(told()).toEqual(['modified stays']);
  });

  it('lists again after an HTTP 410', async () => {
    const api = createApi();
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.failNext(1, { status: 410, matches: ({ path }) => path.includes('configmaps') });
    api.kubernetes.interruptions.cutWatches();
    await api.client.create(aConfigMap('in-the-gap'));
    await pass(5_000);
    expect(told()).toEqual(['added in-the-gap']);
  });

  it('tells a delete and an add when an object was made anew in the gap', async () => {
    const api = createApi();
    await api.client.create(aConfigMap('twin'));
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.cutWatches();
    await api.client.delete(configMap('twin'));
    await api.client.create(aConfigMap('twin'));
    api.kubernetes.interruptions.compact();
    await pass(5_000);
    expect(told()).toEqual(['deleted twin', 'added twin']);
  });

  it('is given up and opened again when no byte comes for some minutes', async () => {
    const api = createApi();
    const opened: PassThrough[] = [];
    const silent: KubeHttp = {
      ...api.http,
      stream: async (_request, signal) => {
        const stream = new PassThrough();
        signal.addEventListener('abort', () => stream.destroy());
        opened.push(stream);
        return stream;
      },
    };
    const { pass, listWatch } = follow(api, 'ConfigMap', {}, silent);
    await pass(minute);
    expect(opened).toHaveLength(1);
    await pass(3 * minute);
    expect(opened).toHaveLength(2);
    expect(opened[0]?.destroyed).toBe(true);
    await listWatch.stop();
  });

  it('is not trusted after a line that is no event', async () => {
    const api = createApi();
    const opened: PassThrough[] = [];
    const garbled: KubeHttp = {
      ...api.http,
      stream: async () => {
        const stream = new PassThrough();
        opened.push(stream);
        return stream;
      },
    };
    const { pass, told } = follow(api, 'ConfigMap', { namespace: 'default' }, garbled);
    await pass();
    told();
    const event = (name: string, resourceVersion: string) =>
      `${JSON.stringify({ type: 'ADDED', object: { metadata: { name, namespace: 'default', uid: name, resourceVersion } } })}\n`;
    opened[0]?.write(event('one', '100'));
    opened[0]?.write('{"type":"ADD\n');
    opened[0]?.write(event('two', '101'));
    await pass(2_000);
    expect(told()).toEqual(['added one']);
    expect(opened).toHaveLength(2);
    opened[1]?.write(event('two', '101'));
    await pass();
    expect(told()).toEqual(['added two']);
  });
});

describe('an API server that refuses', () => {
  it.each([401, 403, 429, 500, 503])('never makes a deletion out of HTTP %d', async (status) => {
    const api = createApi();
    await api.client.create(aConfigMap('there'));
    const { told, pass } = follow(api, 'ConfigMap', { namespace: 'default' });
    await pass();
    told();
    api.kubernetes.interruptions.failNext(1_000, { status });
    api.kubernetes.interruptions.cutWatches();
    await pass(40 * minute);
    expect(told()).toEqual([]);
  });

  it('is asked again with pauses that grow to half a minute, and seen when it is back', async () => {
    const api = createApi();
    api.kubernetes.interruptions.failNext(8, { status: 503 });
    const { told, pass, listWatch } = follow(api, 'ConfigMap', { namespace: 'default' });
    await api.client.create(aConfigMap('patience'));
    await pass(10_000);
    expect(listWatch.sight()).toMatchObject({ phase: 'troubled', listed: false });
    expect(listWatch.sight().failedLists).toBeGreaterThanOrEqual(3);
    expect(told()).toEqual([]);
    await pass(3 * minute);
    expect(told()).toContain('added patience');
    expect(listWatch.sight()).toMatchObject({ phase: 'watching', failedLists: 0 });
    expect(api.requests.length).toBeLessThan(20);
  });

  it('says that it is denied, and sees the kind once it may', async () => {
    const api = createApi();
    await api.client.create(aConfigMap('hidden'));
    api.kubernetes.interruptions.failNext(3, { status: 403 });
    const { told, pass, listWatch } = follow(api, 'ConfigMap', { namespace: 'default' });
    await idle();
    expect(listWatch.sight()).toMatchObject({ phase: 'denied', failedLists: 0 });
    await pass(minute);
    expect(listWatch.sight().phase).toBe('watching');
    expect(told()).toContain('added hidden');
  });

  it('notices a kind whose definition is installed later', async () => {
    const api = createApi();
    const { pass, listWatch } = follow(api, 'Gateway');
    await pass(5 * minute);
    expect(listWatch.sight()).toMatchObject({ phase: 'absent', listed: true, failedLists: 0 });
    await api.client.create(gatewayDefinition as never);
    await pass(minute);
    expect(listWatch.sight().phase).toBe('watching');
  });
});

const gatewayDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'gateways.gateway.networking.k8s.io',
    annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/2466' },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    names: { kind: 'Gateway', listKind: 'GatewayList', plural: 'gateways', singular: 'gateway' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget } from './api-target.ts';

let api: ApiTarget;
let maps: string;
beforeAll(async () => {
  api = await connect('contract-watching');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
});
afterAll(() => api.close());

const create = (name: string, labels: Record<string, string> = {}) =>
  api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } });
const now = async () => (await api.send('GET', maps)).body.metadata.resourceVersion as string;
const summary = ({ type, object }: { type: string; object: { metadata: { name: string } } }) => [
  type,
  object.metadata.name,
];

describe('a watch', () => {
  it('reports changes after a resource version, in order', async () => {
    const from = await now();
    await create('ordered');
    const watch = await api.watch(`${maps}?watch=true&resourceVersion=${from}`);
    await api.patch(`${maps}/ordered`, 'merge', { data: { a: '1' } });
    await api.send('DELETE', `${maps}/ordered`);
    const events = [await watch.next(), await watch.next(), await watch.next()];
    watch.close();
    expect(events.map(summary)).toEqual([
      ['ADDED', 'ordered'],
      ['MODIFIED', 'ordered'],
      ['DELETED', 'ordered'],
    ]);
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(events[2]?.object.data).toEqual({ a: '1' });
  });

  it('begins with what is there when it names no version', async () => {
    await create('present', { only: 'present' });
    const watch = await api.watch(`${maps}?watch=true&labelSelector=only%3Dpresent`);
    expect(summary(await watch.next())).toEqual(['ADDED', 'present']);
    watch.close();
  });

  it('sees objects come into and leave its selection', async () => {
    await create('mover', { team: 'a' });
    const watch = await api.watch(`${maps}?watch=true&labelSelector=team%3Db&resourceVersion=${await now()}`);
    await api.patch(`${maps}/mover`, 'merge', { metadata: { labels: { team: 'b' } } });
    await api.patch(`${maps}/mover`, 'merge', { data: { x: 'y' } });
    await api.patch(`${maps}/mover`, 'merge', { metadata: { labels: { team: 'c' } } });
    const events = [await watch.next(), await watch.next(), await watch.next()];
    watch.close();
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('ends its initial events with a bookmark that says so', async () => {
    const query = 'watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
    await create('initial', { only: 'initial' });
    const watch = await api.watch(`${maps}?${query}&labelSelector=only%3Dinitial`);
    expect(summary(await watch.next())).toEqual(['ADDED', 'initial']);
    const bookmark = await watch.next();
    watch.close();
    expect(bookmark.type).toBe('BOOKMARK');
    expect(bookmark.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(Number(bookmark.object.metadata.resourceVersion)).toBeGreaterThan(0);
  });

  it('begins a watch of pods with what is there and, given bookmarks, says where that ends', async () => {
    const pods = `/api/v1/namespaces/${api.namespace}/pods`;
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await api.send('POST', `/api/v1/namespaces/${api.namespace}/serviceaccounts`, account);
    const spec = { automountServiceAccountToken: false, containers: [{ name: 'main', image: 'example/app:1' }] };
    for (const name of ['b', 'a']) {
      await api.send('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
    }
    for (const version of ['', '&resourceVersion=0']) {
      const watch = await api.watch(`${pods}?watch=true&allowWatchBookmarks=true${version}`);
      const events = [await watch.next(), await watch.next(), await watch.next()];
      watch.close();
      expect(events.map(({ type, object }) => [type, object.metadata.name])).toEqual([
        ['ADDED', 'a'],
        ['ADDED', 'b'],
        ['BOOKMARK', undefined],
      ]);
      expect(events[2]?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    }
  });

  it('waits for a resource version still to come', async () => {
    const from = Number((await create('past')).body.metadata.resourceVersion);
    const watch = await api.watch(`${maps}?watch=true&resourceVersion=${from + 1}`);
    const next = watch.next();
    // Other writes may come between: at least the last of these is later than the version asked for.
    const created = [await create('between'), await create('later')];
    const { object } = await next;
    watch.close();
    expect(Number(object.metadata.resourceVersion)).toBeGreaterThan(from + 1);
    expect(created.map(({ body }) => body.metadata.uid)).toContain(object.metadata.uid);
  });

  it('sends initial events only if told how old they may be', async () => {
    const { status, body } = await api.send('GET', `${maps}?watch=true&sendInitialEvents=true`);
    expect([status, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toContain('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  });

  it('ends after timeoutSeconds', async () => {
    const watch = await api.watch(`${maps}?watch=true&timeoutSeconds=1&resourceVersion=${await now()}`);
    await expect(watch.next()).rejects.toThrow('the watch has ended');
  });

  it('shows a custom resource in the version it is watched in', async () => {
    const path = (version: string) =>
      `/apis/gateway.networking.k8s.io/${version}/namespaces/${api.namespace}/referencegrants`;
    const v1 = await api.watch(`${path('v1')}?watch=true`);
    const v1beta1 = await api.watch(`${path('v1beta1')}?watch=true`);
    await api.send('POST', path('v1beta1'), {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'both' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' }],
        to: [{ group: '', kind: 'Service' }],
      },
    });
    const [a, b] = [await v1.next(), await v1beta1.next()];
    v1.close();
    v1beta1.close();
    expect([a.object.apiVersion, b.object.apiVersion]).toEqual([
      'gateway.networking.k8s.io/v1',
      'gateway.networking.k8s.io/v1beta1',
    ]);
    expect(a.object.metadata.uid).toBe(b.object.metadata.uid);
  });

  it('can carry metadata only', async () => {
    const headers = { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json' };
    await create('slim', { only: 'slim' });
    const watch = await api.watch(`${maps}?watch=true&labelSelector=only%3Dslim`, { headers });
    const { object } = await watch.next();
    watch.close();
    expect(object).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'slim' },
    });
  });
});

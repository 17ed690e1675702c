import { beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesClient, KubernetesObject, WatchEvent } from '../../../lib/emulator/kubernetes/api-server.ts';
import { apiServerWorld, configMap, installGatewayApi, type World } from './api-server-world.ts';

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const ref = (name: string) => ({ ...kind, namespace: 'default', name });

let world: World;
let client: KubernetesClient;
beforeEach(() => {
  world = apiServerWorld();
  client = world.kubernetes.client();
});

const recordWatch = (selection: object = {}) => {
  const events: string[] = [];
  const stop = client.watch(
    { ...kind, ...selection },
    ({ type, object }: WatchEvent) => void events.push(`${type} ${object.metadata.name}`),
  );
  // Lets what is pending run; no time passes.
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { events, stop, settle };
};

describe('the client in process', () => {
  it('reads and writes as the wire does', async () => {
    const created = await client.create(configMap('one', { a: '1' }));
    expect(created.metadata).toMatchObject({ namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' });
    const updated = await client.update<ConfigMap>({ ...created, data: { a: '2' } });
    expect(updated.data).toEqual({ a: '2' });
    const patched = await client.patch<ConfigMap>(ref('one'), { data: { b: '3' } });
    expect(patched.data).toEqual({ a: '2', b: '3' });
    const { items } = await client.list<ConfigMap>({ ...kind, namespace: 'default' });
    expect(items.map((item) => [item.kind, item.metadata.name])).toContainEqual(['ConfigMap', 'one']);
    await client.delete(ref('one'));
    expect(await client.get(ref('one'))).toBeUndefined();
    await expect(client.delete(ref('one'))).resolves.toBeUndefined();
  });

  it('rejects with what the Status says', async () => {
    await client.create(configMap('twice'));
    await expect(client.create(configMap('twice'))).rejects.toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "twice" already exists',
    });
    await expect(client.create({ apiVersion: 'x/v1', kind: 'Nothing', metadata: { name: 'n' } })).rejects.toThrow(
      'no matches for kind "Nothing" in version "x/v1"',
    );
  });

  it('updates kinds that insist on a version, too', async () => {
    await installGatewayApi(world);
    const gatewayClass = (description: string) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'alb' },
      spec: { controllerName: 'example.com/alb', description },
    });
    await client.create(gatewayClass('a'));
    const updated = await client.update(gatewayClass('b'));
    expect(updated.spec).toMatchObject({ description: 'b' });
  });

  it('applies', async () => {
    const applied = await client.patch<ConfigMap>(ref('applied'), configMap('applied', { a: '1' }), {
      type: 'apply',
      fieldManager: 'kubelet',
    });
    expect(applied.metadata.managedFields?.map((entry) => [entry.manager, entry.operation])).toEqual([
      ['kubelet', 'Apply'],
    ]);
  });

  it('watches: first what is there, then every change, in order', async () => {
    await client.create(configMap('before'));
    const { events, stop, settle } = recordWatch({ namespace: 'default' });
    await settle();
    await client.create(configMap('after'));
    await client.patch(ref('after'), { data: { a: '1' } });
    await client.delete(ref('before'));
    await settle();
    stop();
    await client.create(configMap('unseen'));
    await settle();
    expect(events).toEqual(['ADDED before', 'ADDED after', 'MODIFIED after', 'DELETED before']);
  });

  it('goes on watching after the connection was cut, the time is over, or history is gone', async () => {
    const { events, stop, settle } = recordWatch();
    await settle();
    world.kubernetes.interruptions.cutWatches();
    await settle();
    await client.create(configMap('after-cut'));
    await world.clock.advance(3_600_000);
    await client.create(configMap('after-timeout'));
    await settle();
    world.kubernetes.interruptions.compact();
    await settle();
    await client.create(configMap('after-compaction'));
    await settle();
    stop();
    const known = ['after-cut', 'after-timeout'];
    // After a compaction the state is read anew, so that known objects are reported once more.
    const again = events.slice(2, 4).map((event) => event.replace('ADDED ', ''));
    expect(events.slice(0, 2)).toEqual(known.map((name) => `ADDED ${name}`));
    expect(again.toSorted()).toEqual(known.toSorted());
    expect(events.at(-1)).toBe('ADDED after-compaction');
  });

  it('is bound by RBAC when it is somebody', async () => {
    const nobody = world.kubernetes.client({ name: 'nobody', groups: [] });
    await expect(nobody.list(kind)).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
  });
});

describe('an API server', () => {
  it('is the same again for the same seed and requests', async () => {
    const story = async () => {
      const { kubernetes } = apiServerWorld({ seed: 7 });
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { generateName: 's-', namespace: 'default' },
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      };
      return kubernetes.client().create(service);
    };
    expect(await story()).toEqual(await story());
  });

  it('asks the hook about tokens it does not know', async () => {
    const authenticateToken = (token: string) =>
      token === 'k8s-aws-v1.abc' ? { name: 'forwarder', groups: ['relays'] } : undefined;
    const { kubernetes } = apiServerWorld({ authenticateToken, authorization: 'always-allow' });
    const ask = async (token: string) =>
      kubernetes.handle({
        method: 'GET',
        path: '/api/v1/namespaces',
        headers: { authorization: `Bearer ${token}` },
        body: new Uint8Array(),
      });
    expect((await ask('k8s-aws-v1.abc')).status).toBe(200);
    expect((await ask('k8s-aws-v1.xyz')).status).toBe(401);
  });
});

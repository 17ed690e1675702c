import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStatusWriter } from '../../../lib/adapters/kube/status-writer.ts';
import type { ObjectKey } from '../../../lib/core/base/ids.ts';
import type { StatusPatch } from '../../../lib/core/base/status-patch.ts';
import type { StatusWriter } from '../../../lib/reconcile/ports.ts';
import { faultOf } from './aws-account.ts';
import { aGateway, anInstalledCluster, type Cluster } from './kube-cluster.ts';

const apiVersion = 'gateway.networking.k8s.io/v1';

let cluster: Cluster;
let writer: StatusWriter;
beforeAll(async () => {
  cluster = await anInstalledCluster();
  writer = createStatusWriter(cluster.controller, cluster.clock.now);
});
afterAll(() => cluster.close());

let serial = 0;
/** A new Gateway, what it is called and how it is now. */
async function gateway(namespace = 'default') {
  const name = `web-${(serial += 1)}`;
  const created = await cluster.client.create(aGateway(name, namespace));
  const object: ObjectKey = { kind: 'Gateway', namespace, name };
  const now = async () =>
    (await cluster.client.get({ apiVersion, kind: 'Gateway', namespace, name })) as unknown as {
      metadata: { resourceVersion: string; finalizers?: string[] };
      status?: { conditions?: object[]; addresses?: object[] };
    };
  return { object, name, uid: created.metadata.uid, now };
}

const condition = {
  type: 'Accepted',
  status: 'True',
  reason: 'Accepted',
  message: 'fine',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

describe('a status', () => {
  it('is written, and what it does not name stays', async () => {
    const { object, now } = await gateway();
    const { resourceVersion } = (await now()).metadata;
    const addresses = [{ type: 'Hostname', value: 'web.elb.amazonaws.com' }];
    const patch: StatusPatch = { write: 'status', object, apiVersion, status: { addresses }, resourceVersion };
    expect(await writer.write(patch)).toBe('written');
    const { resourceVersion: _stale, ...unguarded } = patch;
    expect(await writer.write({ ...unguarded, status: { conditions: [condition] } })).toBe('written');
    expect((await now()).status).toMatchObject({ addresses, conditions: [condition] });
  });

  it('is not written over a newer one', async () => {
    const { object, now } = await gateway();
    const { resourceVersion } = (await now()).metadata;
    const patch: StatusPatch = {
      write: 'status',
      object,
      apiVersion,
      status: { conditions: [condition] },
      resourceVersion,
    };
    await writer.write(patch);
    expect(await writer.write({ ...patch, status: { conditions: [] } })).toBe('conflict');
    expect((await now()).status?.conditions).toMatchObject([condition]);
  });

  it('of what is gone is nothing to write', async () => {
    const object: ObjectKey = { kind: 'Gateway', namespace: 'default', name: 'gone' };
    expect(await writer.write({ write: 'status', object, apiVersion, status: {} })).toBe('gone');
  });

  it('that the API server refuses is a Fault', async () => {
    const { object } = await gateway();
    const bad = { ...condition, status: 'Maybe' };
    const fault = await faultOf(writer.write({ write: 'status', object, apiVersion, status: { conditions: [bad] } }));
    expect(fault).toMatchObject({ kind: 'rejected', code: 'Invalid' });
  });
});

describe('finalizers', () => {
  const ours = 'example.com/ours';
  const theirs = 'example.com/theirs';

  it('are added and removed beside those of others', async () => {
    const { object, name, now } = await gateway();
    const ref = { apiVersion, kind: 'Gateway', namespace: 'default', name };
    await cluster.client.patch(ref, { metadata: { finalizers: [theirs] } });
    const patch = { write: 'finalizers' as const, object, apiVersion, add: [ours], remove: [] };
    expect(await writer.write(patch)).toBe('written');
    expect((await now()).metadata.finalizers).toEqual([theirs, ours]);
    expect(await writer.write({ ...patch, add: [], remove: [ours] })).toBe('written');
    expect((await now()).metadata.finalizers).toEqual([theirs]);
  });

  it('that are there already cost no write', async () => {
    const { object, now } = await gateway();
    const patch = { write: 'finalizers' as const, object, apiVersion, add: [ours], remove: [] };
    await writer.write(patch);
    const before = (await now()).metadata.resourceVersion;
    expect(await writer.write(patch)).toBe('written');
    expect((await now()).metadata.resourceVersion).toBe(before);
  });

  it('that are removed let a deleted object go', async () => {
    const { object, name, now } = await gateway();
    await writer.write({ write: 'finalizers', object, apiVersion, add: [ours], remove: [] });
    await cluster.client.delete({ apiVersion, kind: 'Gateway', namespace: 'default', name });
    expect((await now()).metadata.finalizers).toEqual([ours]);
    expect(await writer.write({ write: 'finalizers', object, apiVersion, add: [], remove: [ours] })).toBe('written');
    expect(await now()).toBeUndefined();
    expect(await writer.write({ write: 'finalizers', object, apiVersion, add: [], remove: [ours] })).toBe('gone');
  });
});

describe('an event', () => {
  const eventsOf = async (name: string, namespace = 'default') =>
    (await cluster.client.list({ apiVersion: 'v1', kind: 'Event', namespace })).items
      .map(
        (item) =>
          item as unknown as {
            involvedObject: { name: string };
            message: string;
            lastTimestamp: string;
            firstTimestamp: string;
            metadata: { name: string };
          },
      )
      .filter(({ involvedObject }) => involvedObject.name === name);

  it('that happens again is the same event, seen later', async () => {
    const { object, name, uid } = await gateway();
    const patch = {
      write: 'event' as const,
      object,
      apiVersion,
      uid: uid ?? '',
      type: 'Warning' as const,
      reason: 'TooManyRules',
      message: 'the quota is used up',
    };
    expect(await writer.write(patch)).toBe('written');
    await cluster.clock.advance(60_000);
    expect(await writer.write(patch)).toBe('written');
    expect(await writer.write({ ...patch, message: 'another one' })).toBe('written');
    const events = await eventsOf(name);
    expect(events.map(({ message }) => message).sort()).toEqual(['another one', 'the quota is used up']);
    const repeated = events.find(({ message }) => message === patch.message);
    expect(Date.parse(repeated?.lastTimestamp ?? '') - Date.parse(repeated?.firstTimestamp ?? '')).toBe(60_000);
  });

  it('of an object with a long name, and of one without a namespace, has a name of its own', async () => {
    const name = `${'a'.repeat(235)}.${'b'.repeat(17)}`;
    const object: ObjectKey = { kind: 'GatewayClass', namespace: '', name };
    const patch = {
      write: 'event' as const,
      object,
      apiVersion,
      uid: 'u',
      type: 'Normal' as const,
      reason: 'Accepted',
      message: 'm'.repeat(3000),
    };
    expect(await writer.write(patch)).toBe('written');
    const [event] = await eventsOf(name);
    expect(event?.metadata.name).toMatch(/^a{235}\.[0-9a-f]{16}$/);
    expect(event?.message).toHaveLength(1024);
  });

  it('never keeps a namespace from ending', async () => {
    await cluster.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const { object, uid } = await gateway('shop');
    await writer.write({ write: 'finalizers', object, apiVersion, add: ['example.com/ours'], remove: [] });
    await cluster.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' });
    const patch = {
      write: 'event' as const,
      object,
      apiVersion,
      uid: uid ?? '',
      type: 'Normal' as const,
      reason: 'Deleting',
      message: 'soon',
    };
    expect(await writer.write(patch)).toBe('written');
    expect(await eventsOf(object.name, 'shop')).toEqual([]);
  });
});

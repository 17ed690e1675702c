import { describe, expect, it } from 'vitest';
import { leadUnderLease } from '../../lib/adapters/kube/lease.ts';
import {
  aGateway,
  aGatewayClass,
  aGrpcRoute,
  aListenerSet,
  anHttpRoute,
  aService,
  type RawObject,
} from '../support/builders.ts';
import { createForwarderWorld, idle, subjectOf } from './forwarder-world.ts';

const minute = 60_000;
const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', namespace: 'shop', name: 'route' };
const shop: readonly RawObject[] = [
  aGatewayClass(),
  aGateway(),
  aGateway({}, { name: 'other' }),
  aService(),
  anHttpRoute(),
];
const change = (hostname: string) => ({ spec: { hostnames: [`${hostname}.example.com`] } });

describe('a forwarder whose watches break', () => {
  it('rings what changed while the connection was cut', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    world.kubernetes.interruptions.cutWatches();
    await world.client.patch(route, change('cut'));
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await relay.stop();
  });

  it('rings what a broken line was about', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    world.kubernetes.interruptions.truncateWatches();
    await world.client.patch(route, change('half'));
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await relay.stop();
  });

  it('rings what changed and what was deleted before history was forgotten, and nothing else', async () => {
    const world = await createForwarderWorld({ objects: [...shop, anHttpRoute({}, { name: 'doomed' })] });
    const relay = await world.synced();
    world.kubernetes.interruptions.cutWatches();
    await world.client.delete({ ...route, name: 'doomed' });
    world.kubernetes.interruptions.compact();
    await world.pass(5_000);
    expect(await world.rung()).toEqual(['gateway shop/web']);
    expect(await world.rung()).toEqual([]);
    await relay.stop();
  });

  it('rings for a route that was deleted and made anew in the gap, with the same content', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    world.kubernetes.interruptions.cutWatches();
    await world.client.delete(route);
    await world.write(anHttpRoute());
    world.kubernetes.interruptions.compact();
    await world.pass(5_000);
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await relay.stop();
  });

  it('rings nothing but heartbeats in two quiet hours of relists and reconnections', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    await world.pass(120 * minute);
    const doorbells = await world.queue.drain();
    expect(new Set(doorbells.map(subjectOf))).toEqual(new Set(['heartbeat']));
    expect(doorbells.length).toBeGreaterThanOrEqual(119);
    expect(doorbells.length).toBeLessThanOrEqual(121);
    await relay.stop();
  });

  it('rings for a kind whose definition is installed later', async () => {
    const world = await createForwarderWorld({ objects: shop, without: ['grpcroutes', 'listenersets'] });
    const relay = await world.synced();
    await world.install('crds/gateway.networking.k8s.io_grpcroutes.yaml');
    await world.install('crds/gateway.networking.k8s.io_listenersets.yaml');
    await world.kubernetes.settled();
    await world.write(aGrpcRoute());
    await world.pass(minute);
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await world.write(aListenerSet({ parentRef: { name: 'other' } }));
    expect(await world.rung()).toEqual(['gateway shop/other']);
    await relay.stop();
  });

  it('rings nobody because of an API server that fails for five minutes', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    world.kubernetes.interruptions.failNext(100_000, { status: 503 });
    world.kubernetes.interruptions.cutWatches();
    await world.pass(5 * minute);
    expect(await world.rung()).toEqual([]);
    await relay.stop();
  });

  it('ends, so that a new process tries, when lists fail again and again', async () => {
    const world = await createForwarderWorld({ objects: shop });
    world.kubernetes.interruptions.failNext(100_000, { status: 503 });
    const relay = world.start();
    const ended = expect(relay.done).rejects.toThrow('cannot list');
    await world.pass(20 * minute);
    await ended;
  });
});

describe('a forwarder that is refused a kind', () => {
  it('rings for all others, says so, and sends no heartbeat', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const refused = { status: 403, matches: ({ path }: { path: string }) => path.includes('/nodes') };
    world.kubernetes.interruptions.failNext(100_000, refused);
    const relay = world.start();
    await world.pass(5_000);
    await world.queue.drain();
    await world.client.patch(route, change('still'));
    await world.pass(2 * minute);
    expect((await world.queue.drain()).map(subjectOf)).toEqual(['gateway shop/web']);
    expect(world.log.lines.filter(({ level }) => level === 'error')[0]).toMatchObject({ facts: { kinds: ['Node'] } });
    expect(world.aliveAt()).toBeGreaterThan(world.clock.now() - 2 * minute);
    await relay.stop();
  });
});

describe('a forwarder whose queue fails', () => {
  it('loses nothing, keeps one ring per subject, and rings all when the queue is back', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    world.queue.faults.add({ service: 'sqs', kind: 'error-5xx' });
    const since = world.clock.now();
    for (let time = 0; time < 20; time += 1) {
      await world.client.patch(route, change(`h${time}`));
      await world.pass(20_000);
    }
    await world.write(anHttpRoute({ parentRefs: [{ name: 'other' }] }, { name: 'late' }));
    expect(await world.queue.drain()).toEqual([]);
    world.queue.faults.clear();
    await world.pass(minute);
    const rung = (await world.queue.drain()).filter(({ subject }) => subject.kind === 'gateway');
    expect(rung.map(subjectOf).sort()).toEqual(['gateway shop/other', 'gateway shop/web']);
    expect(rung.find(({ subject }) => subject.name === 'web')?.at).toBeLessThan(since + 1_000);
    await relay.stop();
  });
});

describe('two replicas', () => {
  it('ring once, and the second takes over within seconds without a gap', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const http = world.http;
    const report = { waiting: () => {}, leading: () => {}, lost: () => {}, troubled: () => {} };
    const replica = (holder: string) => {
      const stopping = new AbortController();
      const identity = { namespace: 'albatross-system', name: 'albatross-forwarder', holder };
      const done = leadUnderLease({ http, clock: world.clock, report }, identity, world.lead, stopping.signal);
      return { stop: () => (stopping.abort(), done) };
    };
    const one = replica('one');
    await idle();
    const two = replica('two');
    await world.pass(10_000);
    await world.queue.drain();
    await world.client.patch(route, change('once'));
    await world.pass(1_500);
    expect((await world.queue.drain()).map(subjectOf)).toEqual(['gateway shop/web']);

    await one.stop();
    await world.client.patch(route, change('between'));
    await world.pass(5_000);
    expect((await world.queue.drain()).map(subjectOf)).toContain('gateway shop/web');
    await world.client.patch(route, change('after'));
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await two.stop();
  });
});

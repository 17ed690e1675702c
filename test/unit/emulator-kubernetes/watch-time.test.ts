import { beforeEach, describe, expect, it } from 'vitest';
import { apiServerWorld, configMap, nextEvent, type World } from './api-server-world.ts';

const maps = '/api/v1/namespaces/default/configmaps';

let world: World;
beforeEach(() => {
  world = apiServerWorld({ historyLimit: 20 });
});

const now = async () => (await world.send('GET', maps)).body.metadata.resourceVersion as string;

describe('a watch on the virtual clock', () => {
  it('gets a bookmark every minute, and one before its time is over', async () => {
    const from = await now();
    const watch = await world.watch(
      `${maps}?watch=true&allowWatchBookmarks=true&timeoutSeconds=90&resourceVersion=${from}`,
    );
    await world.send('POST', '/api/v1/namespaces/default/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'x' },
    });
    await world.clock.advance(60_000);
    const bookmark = await nextEvent(watch);
    expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1' } });
    expect(Number(bookmark?.object.metadata.resourceVersion)).toBeGreaterThan(Number(from));
    await world.clock.advance(30_000);
    expect((await nextEvent(watch))?.type).toBe('BOOKMARK');
    expect(await nextEvent(watch)).toBeUndefined();
  });

  it('gets no bookmarks it did not ask for', async () => {
    const watch = await world.watch(`${maps}?watch=true&timeoutSeconds=120&resourceVersion=${await now()}`);
    await world.clock.advance(120_000);
    expect(await nextEvent(watch)).toBeUndefined();
  });

  it('lives at least half an hour without timeoutSeconds, and ends some day', async () => {
    const watch = await world.watch(`${maps}?watch=true&resourceVersion=${await now()}`);
    await world.clock.advance(1_799_000);
    await world.send('POST', maps, configMap('late'));
    expect((await nextEvent(watch))?.type).toBe('ADDED');
    await world.clock.advance(1_801_000);
    expect(await nextEvent(watch)).toBeUndefined();
  });

  it('is told in the stream that its version is gone, once history has moved on', async () => {
    const from = await now();
    for (let index = 0; index < 60; index += 1) await world.send('POST', maps, configMap(`filler-${index}`));
    const watch = await world.watch(`${maps}?watch=true&resourceVersion=${from}`);
    const event = await nextEvent(watch);
    expect(event).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(event?.object.message).toMatch(/^too old resource version: \d+ \(\d+\)$/);
    expect(await nextEvent(watch)).toBeUndefined();
  });

  it('keeps to the changes it promised to remember', async () => {
    const from = await now();
    for (let index = 0; index < 20; index += 1) await world.send('POST', maps, configMap(`filler-${index}`));
    const watch = await world.watch(`${maps}?watch=true&resourceVersion=${from}`);
    expect((await nextEvent(watch))?.object.metadata.name).toBe('filler-0');
  });
});

describe('a list that is continued too late', () => {
  it('is a 410 with a token to go on anyway', async () => {
    for (let index = 0; index < 6; index += 1) await world.send('POST', maps, configMap(`item-${index}`));
    const first = await world.send('GET', `${maps}?limit=3`);
    await world.send('POST', maps, configMap('item-9'));
    world.kubernetes.interruptions.compact();
    const late = await world.send('GET', `${maps}?limit=3&continue=${first.body.metadata.continue}`);
    expect([late.status, late.body.reason]).toEqual([410, 'Expired']);
    const rest = await world.send('GET', `${maps}?limit=9&continue=${late.body.metadata.continue}`);
    expect(rest.body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
      'item-3',
      'item-4',
      'item-5',
      'item-9',
    ]);
  });
});

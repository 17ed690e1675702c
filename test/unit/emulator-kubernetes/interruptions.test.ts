import { beforeEach, describe, expect, it } from 'vitest';
import { apiServerWorld, configMap, nextEvent, type World } from './api-server-world.ts';

const maps = '/api/v1/namespaces/default/configmaps';

let world: World;
beforeEach(() => {
  world = apiServerWorld();
});

describe('weather', () => {
  it('cuts watches in the middle of the night', async () => {
    const watch = await world.watch(`${maps}?watch=true`);
    const pending = watch.next();
    world.kubernetes.interruptions.cutWatches();
    await expect(pending).rejects.toThrow('the watch connection was cut');
  });

  it('breaks a watch off within a line', async () => {
    const watch = await world.watch(`${maps}?watch=true`);
    world.kubernetes.interruptions.truncateWatches();
    await world.send('POST', maps, configMap('torn'));
    const { value } = await watch.next();
    expect(value).toMatch(/^\{"type":"ADDED"/);
    expect(() => JSON.parse(value)).toThrow();
    await expect(watch.next()).rejects.toThrow('the watch connection was cut');
  });

  it('tells open watches that history is gone', async () => {
    const watch = await world.watch(`${maps}?watch=true`);
    world.kubernetes.interruptions.compact();
    expect(await nextEvent(watch)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    expect(await nextEvent(watch)).toBeUndefined();
  });

  it('fails as many requests as it was told, and only those meant', async () => {
    const matches = ({ method }: { readonly method: string }) => method === 'POST';
    world.kubernetes.interruptions.failNext(2, { status: 429, retryAfterSeconds: 3, matches });
    expect((await world.send('GET', maps)).status).toBe(200);
    const refused = await world.send('POST', maps, configMap('a'));
    expect(refused).toMatchObject({
      status: 429,
      body: { reason: 'TooManyRequests', details: { retryAfterSeconds: 3 } },
    });
    expect((await world.send('POST', maps, configMap('a'))).status).toBe(429);
    expect((await world.send('POST', maps, configMap('a'))).status).toBe(201);
  });

  it('answers a watch with HTTP 410', async () => {
    world.kubernetes.interruptions.failNext(1, { status: 410 });
    expect(await world.send('GET', `${maps}?watch=true`)).toMatchObject({ status: 410, body: { reason: 'Expired' } });
  });
});

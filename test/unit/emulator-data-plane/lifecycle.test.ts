import { afterEach, expect, test } from 'vitest';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const answering = (body: string) => aRule('default', { actions: [fixed('200', body)] });

test('only an active load balancer listens', async () => {
  world = startWorld();
  world.source.set([aLoadBalancer([aListener(80, [answering('a')])], { state: 'provisioning' })], []);
  await world.plane.settled();
  expect(world.plane.address('arn:lb/main')).toBeUndefined();
  world.source.set([aLoadBalancer([aListener(80, [answering('a')])])], []);
  expect((await world.fetch(80, '/')).body).toBe('a');
});

test('a rule change is seen by the next request', async () => {
  world = startWorld();
  world.source.set([aLoadBalancer([aListener(80, [answering('a')])])], []);
  expect((await world.fetch(80, '/')).body).toBe('a');
  world.source.set([aLoadBalancer([aListener(80, [answering('b')])])], []);
  expect((await world.fetch(80, '/')).body).toBe('b');
});

test('listeners come and go with the view', async () => {
  world = startWorld();
  world.source.set([aLoadBalancer([aListener(8088, [answering('a')])])], []);
  await world.plane.settled();
  const gone = world.place(8088);
  world.source.set([aLoadBalancer([aListener(8081, [answering('b')])])], []);
  expect((await world.fetch(8081, '/')).body).toBe('b');
  expect(Object.keys(world.plane.address('arn:lb/main')?.ports ?? {})).toEqual(['8081']);
  await expect(fetch(`http://${gone.host}:${gone.port}/`)).rejects.toThrow();
});

test('each load balancer has an address of its own, the same in every run', async () => {
  const addresses = async () => {
    world = startWorld();
    const listeners = [aListener(8082, [answering('a')])];
    world.source.set([aLoadBalancer(listeners), aLoadBalancer(listeners, { arn: 'arn:lb/other' })], []);
    await world.plane.settled();
    return ['arn:lb/main', 'arn:lb/other'].map((arn) => world.plane.address(arn)?.address);
  };
  const first = await addresses();
  await world.close();
  expect(await addresses()).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('a taken port is replaced by a free one and reported', async () => {
  world = startWorld({ listenAddress: '127.0.0.1' });
  const taken = await world.target(echo('squatter'));
  world.source.set([aLoadBalancer([aListener(taken, [answering('mine')])])], []);
  expect((await world.fetch(taken, '/')).body).toBe('mine');
  expect(world.place(taken).port).not.toBe(taken);
});

test('a target that leaves its group ends the requests it still holds', async () => {
  world = startWorld();
  const target = await world.target(() => world.source.set(balancers, [aGroup('app', [])]));
  const balancers = [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])])];
  world.source.set(balancers, [aGroup('app', [aTarget('127.0.0.1', target)])]);
  expect((await world.fetch(80, '/')).status).toBe(502);
  expect((await world.fetch(80, '/')).status).toBe(503);
});

test('a draining target finishes its requests and gets no new ones', async () => {
  world = startWorld();
  const target = await world.target((_, outgoing) => {
    world.source.set(balancers, [aGroup('app', [{ ...aTarget('127.0.0.1', target), state: 'draining' }])]);
    void world.plane.settled().then(() => outgoing.end('finished'));
  });
  const balancers = [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])])];
  world.source.set(balancers, [aGroup('app', [aTarget('127.0.0.1', target)])]);
  expect((await world.fetch(80, '/')).body).toBe('finished');
  expect((await world.fetch(80, '/')).status).toBe(503);
});

// A web ACL before the rules: "a request that AWS WAF blocks is answered with HTTP 403" (user guide, "Troubleshoot").
import { afterEach, expect, test } from 'vitest';
import type { WebAclView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { aListener, aLoadBalancer, aRule, fixed } from './memory-source.ts';
import { startWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

test.each<[string, WebAclView | undefined, number]>([
  ['none', undefined, 200],
  ['one that allows', { arn: 'arn:acl', defaultAction: 'allow' }, 200],
  ['one that blocks', { arn: 'arn:acl', defaultAction: 'block' }, 403],
  ['one that blocks with a status of its own', { arn: 'arn:acl', defaultAction: 'block', blockStatus: 418 }, 418],
])('behind %s a request is answered with its status', async (_, webAcl, status) => {
  world = startWorld();
  const listener = aListener(80, [aRule('default', { actions: [fixed('200', 'ok')] })]);
  world.source.set([aLoadBalancer([listener], webAcl ? { webAcl } : {})], []);
  expect((await world.fetch(80, '/')).status).toBe(status);
});

test('a change of the web ACL is seen by the next request', async () => {
  world = startWorld();
  const listener = aListener(80, [aRule('default', { actions: [fixed('200', 'ok')] })]);
  world.source.set([aLoadBalancer([listener])], []);
  expect((await world.fetch(80, '/')).status).toBe(200);
  world.source.set([aLoadBalancer([listener], { webAcl: { arn: 'arn:acl', defaultAction: 'block' } })], []);
  expect((await world.fetch(80, '/')).status).toBe(403);
});

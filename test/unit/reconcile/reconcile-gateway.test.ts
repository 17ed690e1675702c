import { describe, expect, it } from 'vitest';
import { aGatewayClass } from '../../support/builders.ts';
import { alb, anApp, CellWorld, gatewayObject, theGateway, workedExample } from '../../support/cell-world.ts';

async function running(settings = {}): Promise<CellWorld> {
  const cell = new CellWorld(settings);
  cell.cluster.apply(...workedExample());
  await cell.reconcile();
  await cell.pass(400_000);
  return cell;
}

function appliedTag(cell: CellWorld): string | undefined {
  return [...cell.aws.loadBalancers.values()][0]?.tags[alb.tagKeys.applied];
}

describe('a new Gateway', () => {
  it('is claimed before anything is written to AWS', async () => {
    const cell = new CellWorld();
    cell.cluster.apply(...workedExample());
    cell.aws.killAfterWrites = 0;
    await expect(cell.reconcile()).rejects.toThrow();
    expect(cell.cluster.writes).toEqual(['finalizers Gateway web']);
  });

  it('gets a load balancer with listeners, rules, targets, ingress and an address', async () => {
    const cell = await running();
    expect([...cell.aws.listeners.values()].map(({ port }) => port).sort()).toEqual([443, 80]);
    expect(cell.aws.rules.size).toBe(2);
    expect([...cell.aws.targets.values()].map((targets) => [...targets.keys()])).toEqual([
      ['i-0a:30080', 'i-0b:30080'],
    ]);
    expect(cell.aws.securityGroups.get('sg-nodes')?.ingress).toMatchObject([{ fromPort: 30080, toPort: 30080 }]);
    expect(cell.cluster.status(gatewayObject)?.['addresses']).toMatchObject([{ type: 'Hostname' }]);
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
    expect(appliedTag(cell)).toMatch(/^1 [0-9a-f]{64} \d+$/);
  });

  it('is Programmed within ten seconds after the load balancer is active', async () => {
    const cell = new CellWorld({ provisioningMs: 150_000 });
    cell.cluster.apply(...workedExample());
    await cell.reconcile();
    await cell.pass(149_000);
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).not.toBe('True');
    await cell.pass(10_000);
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
  });

  it('is left alone if its load balancer name is taken by somebody else', async () => {
    const cell = await running();
    const [balancer] = cell.aws.loadBalancers.values();
    if (balancer === undefined) throw new Error('no load balancer');
    balancer.tags = { team: 'other' };
    cell.forget();
    cell.cluster.apply(theGateway({ listeners: theGatewayListeners(8080) }));
    const outcome = await cell.reconcile();
    expect(balancer.tags).toEqual({ team: 'other' });
    expect(cell.aws.loadBalancers.size).toBe(1);
    expect([...cell.aws.listeners.values()].map(({ port }) => port)).not.toContain(8080);
    expect(outcome.why).toContain('taken');
  });
});

function theGatewayListeners(port: number): readonly object[] {
  return [{ name: 'http', port, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }];
}

describe('a change', () => {
  it('is applied, and the end is the same whether the process remembers or not', async () => {
    for (const forgets of [false, true]) {
      const cell = await running();
      if (forgets) cell.forget();
      cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
      expect((await cell.reconcile()).verdict).toBe('done');
      expect(cell.aws.rules.size).toBe(4);
      cell.cluster.delete({ kind: 'HTTPRoute', namespace: 'shop', name: 'cart' }, cell.aws.now);
      expect((await cell.reconcile()).verdict).toBe('done');
      expect(cell.aws.rules.size).toBe(2);
      expect(cell.aws.targetGroups.size).toBe(1);
    }
  });

  it('moves no other rule and deletes none when a route is added', async () => {
    const cell = await running();
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'), ...anApp('user', 30_082, '/user'));
    await cell.reconcile();
    const before = new Map([...cell.aws.rules].map(([arn, { priority }]) => [arn, priority]));
    cell.cluster.apply(...anApp('pay', 30_083, '/pay'));
    await cell.reconcile();
    for (const [arn, priority] of before) expect(cell.aws.rules.get(arn)?.priority).toBe(priority);
    expect(cell.aws.rules.size).toBe(before.size + 2);
  });

  it('never looks like nothing to do when it was cut and then reverted', async () => {
    const cell = await running();
    const rules = cell.aws.rules.size;
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    cell.aws.killAfterWrites = cell.aws.writes + 4;
    await expect(cell.reconcile()).rejects.toThrow();
    cell.aws.killAfterWrites = Infinity;
    for (const kind of ['HTTPRoute', 'Service'])
      cell.cluster.delete({ kind, namespace: 'shop', name: 'cart' }, cell.aws.now);
    await cell.reconcile({ redelivered: true });
    expect(cell.aws.rules.size).toBe(rules);
    expect(cell.aws.targetGroups.size).toBe(1);
  });

  it('that AWS refuses in part is remembered as unfinished, and the rest is done', async () => {
    const cell = await running();
    cell.aws.faults.push({ call: 'CreateTargetGroup', kind: 'denied', code: 'AccessDenied' });
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    const outcome = await cell.reconcile();
    expect(outcome.verdict).toBe('failed');
    expect(appliedTag(cell)).toBe('-');
    expect(cell.due.filter(({ doorbell }) => doorbell.subject.kind === 'gateway')).toEqual([]);
    expect((await cell.reconcile()).verdict).toBe('done');
    expect(cell.aws.rules.size).toBe(4);
  });

  it('that AWS throttles is waited for and is no failure', async () => {
    const cell = await running();
    cell.aws.faults.push({ call: 'CreateRule', kind: 'throttled', code: 'Throttling' });
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    expect((await cell.reconcile()).verdict).toBe('waiting');
    await cell.pass(20_000);
    expect(cell.outcomes.at(-1)?.verdict).toBe('done');
    expect(cell.aws.rules.size).toBe(4);
    expect(cell.cluster.events.filter((event) => event.startsWith('Warning'))).toEqual([]);
  });

  it('that somebody else has made meanwhile is planned again in the same run', async () => {
    const cell = await running();
    cell.aws.faults.push({ call: 'CreateRule', kind: 'conflict', code: 'PriorityInUse' });
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    expect((await cell.reconcile()).verdict).toBe('done');
    expect(cell.aws.rules.size).toBe(4);
  });

  it('stops when the time of the run is up, and goes on in the next', async () => {
    const cell = await running();
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    let left = 3;
    const outcome = await cell.reconcile({ remainingMs: () => (left-- > 0 ? 10_000 : 1_000) });
    expect(outcome.verdict).toBe('waiting');
    await cell.pass(20_000);
    expect(cell.outcomes.at(-1)?.verdict).toBe('done');
    expect(cell.aws.rules.size).toBe(4);
  });

  it('of a backend serves the old one until a target of the new one is healthy', async () => {
    const cell = await running();
    const [old] = cell.aws.targetGroups.keys();
    cell.cluster.apply(...anApp('next', 30_085, '/next').slice(0, 2));
    const [, , route] = anApp('app', 30_080);
    const spec = route?.['spec'] as { readonly rules: readonly object[] };
    const backendRefs = [{ group: '', kind: 'Service', name: 'next', port: 80, weight: 1 }];
    cell.cluster.apply({ ...route, spec: { ...spec, rules: [{ ...spec.rules[0], backendRefs }] } });
    await cell.reconcile();
    const serving = (): readonly string[] =>
      [...cell.aws.rules.values()]
        .filter(({ priority }) => priority < 50_000)
        .map(({ actions }) => JSON.stringify(actions));
    expect(serving().every((actions) => actions.includes(old ?? ''))).toBe(true);
    expect(cell.aws.rules.size).toBe(4);
    cell.aws.makeHealthy();
    await cell.pass(30_000);
    expect(serving().some((actions) => actions.includes(old ?? ''))).toBe(false);
    expect(cell.aws.rules.size).toBe(2);
    expect(cell.aws.targetGroups.has(old ?? '')).toBe(false);
    expect(cell.outcomes.at(-1)?.verdict).toBe('done');
  });
});

describe('a mistake in the configuration', () => {
  it('keeps the last known good serving, and its correction is told', async () => {
    const cell = await running();
    const [configuration] = workedExample().filter(({ kind }) => kind === 'LoadBalancerConfiguration');
    if (configuration === undefined) throw new Error('no configuration');
    cell.cluster.delete({ kind: 'LoadBalancerConfiguration', namespace: 'shop', name: 'lb' }, cell.aws.now);
    await cell.reconcile();
    expect(cell.aws.rules.size).toBe(2);
    expect(cell.cluster.condition(gatewayObject, 'Accepted')).toBe('False');
    cell.cluster.apply(configuration);
    await cell.reconcile();
    expect(cell.cluster.condition(gatewayObject, 'Accepted')).toBe('True');
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
  });
});

describe('a cluster that cannot be read', () => {
  it('changes nothing and is asked again, later and later', async () => {
    const cell = await running();
    cell.cluster.unreachable = true;
    const writes = cell.aws.writes;
    await cell.reconcile();
    await cell.reconcile({ ring: 3 });
    expect(cell.aws.writes).toBe(writes);
    const delays = cell.due.map(({ dueAt }) => Math.round((dueAt - cell.aws.now) / 1000));
    expect(delays[0]).toBeLessThanOrEqual(3);
    expect(delays[1]).toBeGreaterThanOrEqual(20);
  });

  it('of which one kind may not be listed loses nothing', async () => {
    const cell = await running();
    cell.cluster.apply(...anApp('cart', 30_081, '/cart'));
    await cell.reconcile();
    cell.cluster.denied.add('HTTPRoute');
    const state = [...cell.aws.rules.keys(), ...cell.aws.targetGroups.keys()];
    await cell.reconcile({ redelivered: true });
    expect([...cell.aws.rules.keys(), ...cell.aws.targetGroups.keys()]).toEqual(state);
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
  });
});

describe('an unchanged Gateway', () => {
  it('writes nothing, to AWS or to the cluster, when it is looked at again in full', async () => {
    const cell = await running();
    const writes = cell.cluster.writes.length;
    const before = structuredClone([...cell.aws.rules.values()]);
    cell.aws.advance(31 * 60_000);
    cell.forget();
    const mark = cell.aws.mark();
    expect((await cell.reconcile()).verdict).toBe('done');
    expect(cell.aws.callsSince(mark).filter((call) => !call.startsWith('Describe'))).toEqual(['AddTags']);
    expect([...cell.aws.rules.values()]).toEqual(before);
    expect(cell.cluster.writes.length).toBe(writes);
  });

  it('has what somebody took away put back when it is looked at in full', async () => {
    const cell = await running();
    const [rule] = cell.aws.rules.keys();
    cell.aws.rules.delete(rule ?? '');
    cell.aws.advance(31 * 60_000);
    await cell.reconcile();
    expect(cell.aws.rules.size).toBe(1);
    cell.forget();
    await cell.reconcile({ redelivered: true });
    expect(cell.aws.rules.size).toBe(2);
  });

  it('of a foreign class is not touched', async () => {
    const cell = new CellWorld();
    cell.cluster.apply(...workedExample(), aGatewayClass({ controllerName: 'example.com/other' }));
    await cell.reconcile();
    expect(cell.aws.calls).toEqual([]);
    expect(cell.cluster.writes).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { CellWorld, gatewayObject, workedExample } from '../../support/cell-world.ts';

async function running(settings = {}): Promise<CellWorld> {
  const cell = new CellWorld(settings);
  cell.cluster.apply(...workedExample());
  await cell.reconcile();
  await cell.pass(400_000);
  return cell;
}

describe('a deleted Gateway', () => {
  it('goes when its security group is free, without a warning, and the sweep gives the shared things back', async () => {
    const cell = await running({ interfaceReleaseMs: 40_000 });
    cell.cluster.delete(gatewayObject, cell.aws.now);
    await cell.reconcile();
    expect(cell.aws.loadBalancers.size).toBe(0);
    expect(await cell.cluster.reader.get(gatewayObject)).toBeDefined();
    await cell.pass(120_000);
    expect(await cell.cluster.reader.get(gatewayObject)).toBeUndefined();
    expect(cell.cluster.events.filter((event) => event.startsWith('Warning'))).toEqual([]);
    await cell.sweep();
    expect([...cell.aws.securityGroups.keys()]).toEqual(['sg-nodes']);
    expect(cell.aws.securityGroups.get('sg-nodes')?.ingress).toEqual([]);
  });

  it('needs neither its class nor its configuration', async () => {
    const cell = await running();
    cell.cluster.delete({ kind: 'GatewayClass', namespace: '', name: 'alb' }, cell.aws.now);
    cell.cluster.delete({ kind: 'LoadBalancerConfiguration', namespace: 'shop', name: 'lb' }, cell.aws.now);
    cell.cluster.delete(gatewayObject, cell.aws.now);
    await cell.reconcile();
    expect(cell.aws.loadBalancers.size + cell.aws.targetGroups.size).toBe(0);
    expect(await cell.cluster.reader.get(gatewayObject)).toBeUndefined();
  });

  it('one second after a create that was cut leaves nothing, although tag searches lag', async () => {
    for (const writes of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      const cell = new CellWorld({ interfaceReleaseMs: 20_000 });
      cell.cluster.apply(...workedExample());
      cell.aws.killAfterWrites = writes;
      await cell.reconcile().catch(() => undefined);
      cell.aws.killAfterWrites = Infinity;
      cell.aws.advance(1_000);
      cell.cluster.delete(gatewayObject, cell.aws.now);
      await cell.reconcile({ redelivered: true });
      await cell.pass(200_000);
      expect(await cell.cluster.reader.get(gatewayObject), String(writes)).toBeUndefined();
      await cell.sweep();
      const left = [
        ...cell.aws.loadBalancers.values(),
        ...cell.aws.targetGroups.values(),
        ...cell.aws.listeners.values(),
      ];
      expect(left, `cut after ${String(writes)}`).toEqual([]);
      expect([...cell.aws.securityGroups.keys()], `cut after ${String(writes)}`).toEqual(['sg-nodes']);
    }
  });
});

describe('a run that was killed', () => {
  it('after any single write of a create is made good by the next, without orphans', async () => {
    for (let writes = 1; writes <= 13; writes += 1) {
      const cell = new CellWorld();
      cell.cluster.apply(...workedExample());
      cell.aws.killAfterWrites = writes;
      await cell.reconcile().catch(() => undefined);
      cell.aws.killAfterWrites = Infinity;
      cell.forget();
      await cell.reconcile({ redelivered: true });
      await cell.pass(400_000);
      const counts = [
        cell.aws.loadBalancers,
        cell.aws.listeners,
        cell.aws.rules,
        cell.aws.targetGroups,
        cell.aws.securityGroups,
      ].map(({ size }) => size);
      expect(counts, `cut after ${String(writes)}`).toEqual([1, 2, 2, 1, 3]);
      expect(
        [...cell.aws.targets.values()].map(({ size }) => size),
        `cut after ${String(writes)}`,
      ).toEqual([2]);
      expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
    }
  });
});

describe('two runs at once', () => {
  it('do no harm: one end, no orphans', async () => {
    const cell = new CellWorld();
    cell.cluster.apply(...workedExample());
    await Promise.allSettled([cell.reconcile(), cell.reconcile({ redelivered: true })]);
    cell.forget();
    await cell.reconcile({ redelivered: true });
    await cell.pass(400_000);
    const counts = [
      cell.aws.loadBalancers,
      cell.aws.listeners,
      cell.aws.rules,
      cell.aws.targetGroups,
      cell.aws.securityGroups,
    ].map(({ size }) => size);
    expect(counts).toEqual([1, 2, 2, 1, 3]);
    expect(cell.outcomes.at(-1)?.verdict).toBe('done');
  });
});

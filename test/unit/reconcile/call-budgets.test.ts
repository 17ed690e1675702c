import { describe, expect, it } from 'vitest';
import { anApp, CellWorld, gatewayObject, workedExample } from '../../support/cell-world.ts';

async function running(apps = 1): Promise<CellWorld> {
  const cell = new CellWorld();
  cell.cluster.apply(...workedExample());
  for (let app = 1; app < apps; app += 1)
    cell.cluster.apply(...anApp(`app-${String(app)}`, 30_100 + app, `/app-${String(app)}`));
  await cell.reconcile();
  await cell.pass(400_000);
  expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
  return cell;
}

describe('AWS calls', () => {
  it('creates the worked example with at most 24, reads included, polls of the load balancer apart', async () => {
    const cell = new CellWorld({ provisioningMs: 60_000 });
    cell.cluster.apply(...workedExample());
    await cell.reconcile();
    const first = cell.aws.mark();
    cell.due.splice(0, cell.due.length, ...cell.due.filter(({ doorbell }) => doorbell.subject.kind === 'gateway'));
    await cell.pass(70_000);
    expect(cell.cluster.condition(gatewayObject, 'Programmed')).toBe('True');
    const later = cell.aws.callsSince(first);
    const polls = later.filter((call) => call === 'DescribeLoadBalancers').length;
    expect(polls).toBe(12);
    expect(cell.aws.calls.length - polls, cell.aws.calls.join(' ')).toBeLessThanOrEqual(24);
  });

  it('looks after the targets of a new group with at most 11 more in five minutes', async () => {
    const cell = new CellWorld();
    cell.cluster.apply(...workedExample());
    await cell.reconcile();
    const mark = cell.aws.mark();
    await cell.pass(400_000);
    expect(cell.aws.callsSince(mark).length, cell.aws.callsSince(mark).join(' ')).toBeLessThanOrEqual(11);
  });

  it('asks twice at most when nothing has changed, with 1 and with 20 Services', async () => {
    for (const apps of [1, 20]) {
      const cell = await running(apps);
      cell.forget();
      const mark = cell.aws.mark();
      expect((await cell.reconcile()).verdict).toBe('done');
      expect(cell.aws.callsSince(mark), String(apps)).toEqual(['DescribeLoadBalancers', 'DescribeTags']);
    }
  });

  it('adds a route and a Service on two listeners with at most 12 when warm, wherever the rule sorts', async () => {
    const cell = await running(5);
    cell.cluster.apply(...anApp('new', 30_200, '/app-1/deep'));
    await cell.reconcile();
    cell.cluster.apply(...anApp('newer', 30_201, '/app-1/deeper'));
    const mark = cell.aws.mark();
    expect((await cell.reconcile()).verdict).toBe('done');
    expect(cell.aws.callsSince(mark).length, cell.aws.callsSince(mark).join(' ')).toBeLessThanOrEqual(12);
  });

  it('adds a route and a Service with at most 20 and one for each 20 rules when cold', async () => {
    const cell = await running(20);
    cell.forget();
    cell.cluster.apply(...anApp('new', 30_200, '/app-1/deep'));
    const mark = cell.aws.mark();
    expect((await cell.reconcile()).verdict).toBe('done');
    const calls = cell.aws.callsSince(mark);
    expect(calls.length, calls.join(' ')).toBeLessThanOrEqual(20 + Math.ceil(cell.aws.rules.size / 20));
  });

  it('deletes a Gateway with 1 route with at most 9, with 20 routes with at most 30', async () => {
    for (const [apps, budget] of [
      [1, 9],
      [20, 30],
    ] as const) {
      const cell = await running(apps);
      cell.forget();
      cell.cluster.delete(gatewayObject, cell.aws.now);
      const mark = cell.aws.mark();
      expect((await cell.reconcile()).verdict).toBe('done');
      const calls = cell.aws.callsSince(mark);
      expect(calls.length, calls.join(' ')).toBeLessThanOrEqual(budget);
      expect(cell.aws.loadBalancers.size + cell.aws.targetGroups.size).toBe(0);
      expect(await cell.cluster.reader.get(gatewayObject)).toBeUndefined();
    }
  });
});

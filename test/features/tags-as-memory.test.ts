// All that is remembered between runs are tags, and a search by tags finds a new resource 30 seconds late. These are the
// moments at which such a memory could fail.
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { anEndpointSlice, aService, type Example, named, workedExample } from './cell-example.ts';
import { EmulatedCell } from './emulated-cell.ts';

interface GatewayStatus {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const cells: EmulatedCell[] = [];
afterEach(() => {
  for (const cell of cells.splice(0)) cell.close();
});

interface World {
  readonly cell: EmulatedCell;
  readonly example: Example;
  /** The route leads to the second Service instead. */
  readonly changed: Manifest;
}

/** The worked example has just been applied; nothing has run yet. */
async function applied(): Promise<World> {
  const cell = await EmulatedCell.start();
  cells.push(cell);
  const example = workedExample(cell);
  await cell.apply(...example.manifests);
  return { cell, example, changed: workedExample(cell, 'web-v2').route };
}

async function programmed(): Promise<World> {
  const world = await applied();
  await world.cell.reconcile(world.example.gateway);
  await world.cell.pass(400_000);
  expect(await isProgrammed(world)).toBe(true);
  return world;
}

async function isProgrammed({ cell, example }: World): Promise<boolean> {
  const { status } = (await cell.get<GatewayStatus>(example.gateway)) ?? {};
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'Programmed' && value === 'True');
}

/** AWS calls of one reconcile. */
async function callsOf({ cell, example }: World): Promise<number> {
  const before = cell.calls();
  await cell.reconcile(example.gateway);
  return cell.calls() - before;
}

/** The message of the killed run comes again, a second later; then whatever is due. */
async function goOn({ cell, example }: World): Promise<void> {
  await cell.clock.advance(1_000);
  await cell.reconcile(example.gateway, { redelivered: true });
  await cell.pass(400_000);
}

/** What an uninterrupted life looks like: before, served, changed; and how many calls each reconcile makes. */
interface Uninterrupted {
  readonly nothing: readonly string[];
  readonly served: readonly string[];
  readonly changed: readonly string[];
  readonly calls: { readonly create: number; readonly change: number; readonly delete: number };
}

let uninterrupted: Uninterrupted;

beforeAll(async () => {
  const world = await applied();
  const { cell, example } = world;
  const nothing = await cell.inventory();
  const create = await callsOf(world);
  await cell.pass(400_000);
  const served = await cell.inventory();
  await cell.apply(world.changed);
  cell.forget();
  const change = await callsOf(world);
  await cell.pass(400_000);
  await cell.sweep();
  const changed = await cell.inventory();
  await cell.delete(example.gateway);
  cell.forget();
  const deletion = await callsOf(world);
  uninterrupted = { nothing, served, changed, calls: { create, change, delete: deletion } };
});

function upTo(calls: number): readonly number[] {
  return Array.from({ length: calls }, (_, index) => index + 1);
}

it('a create that is killed after any AWS call ends as if it had not been', async () => {
  for (const call of upTo(uninterrupted.calls.create)) {
    const world = await applied();
    expect(await world.cell.reconcile(world.example.gateway, { killAfter: call })).toBe('killed');
    await goOn(world);
    expect(await isProgrammed(world), `killed after call ${call}`).toBe(true);
    expect(await world.cell.inventory(), `killed after call ${call}`).toEqual(uninterrupted.served);
  }
}, 120_000);

it('a change that is killed after any AWS call ends as if it had not been, and so does its way back', async () => {
  const world = await programmed();
  for (const call of upTo(uninterrupted.calls.change)) {
    for (const [route, end] of [
      [world.changed, uninterrupted.changed],
      [world.example.route, uninterrupted.served],
    ] as const) {
      await world.cell.apply(route);
      world.cell.forget();
      await world.cell.reconcile(world.example.gateway, { killAfter: call });
      await goOn(world);
      await world.cell.sweep();
      expect(await world.cell.inventory(), `killed after call ${call}`).toEqual(end);
    }
  }
}, 120_000);

it('a change that is killed after any AWS call and then taken back is never taken for nothing to do', async () => {
  const world = await programmed();
  for (const call of upTo(uninterrupted.calls.change)) {
    await world.cell.apply(world.changed);
    world.cell.forget();
    expect(await world.cell.reconcile(world.example.gateway, { killAfter: call })).toBe('killed');
    await world.cell.apply(world.example.route);
    await goOn(world);
    await world.cell.sweep();
    expect(await world.cell.inventory(), `killed after call ${call}`).toEqual(uninterrupted.served);
  }
}, 120_000);

it('a deletion that is killed after any AWS call leaves nothing', async () => {
  for (const call of upTo(uninterrupted.calls.delete)) {
    const world = await programmed();
    await world.cell.delete(world.example.gateway);
    world.cell.forget();
    expect(await world.cell.reconcile(world.example.gateway, { killAfter: call })).toBe('killed');
    await goOn(world);
    await world.cell.sweep();
    expect(await world.cell.get(world.example.gateway), `killed after call ${call}`).toBeUndefined();
    expect(await world.cell.inventory(), `killed after call ${call}`).toEqual(uninterrupted.nothing);
  }
}, 120_000);

it('a Gateway that is deleted one second after a create, killed after any AWS call or not, leaves nothing', async () => {
  for (const call of [undefined, ...upTo(uninterrupted.calls.create)]) {
    const world = await applied();
    const { cell, example } = world;
    await cell.reconcile(example.gateway, call === undefined ? {} : { killAfter: call });
    await cell.clock.advance(1_000);
    await cell.delete(example.gateway);
    await goOn(world);
    await cell.sweep();
    expect(await cell.get(example.gateway), `killed after call ${call ?? '-'}`).toBeUndefined();
    expect(await cell.inventory(), `killed after call ${call ?? '-'}`).toEqual(uninterrupted.nothing);
  }
}, 120_000);

it.each(['throttle', 'error-5xx', 'rst'] as const)(
  'a change that AWS interrupts (%s) at any call and that is then taken back is never taken for nothing to do',
  async (kind) => {
    const world = await programmed();
    const { cell, example } = world;
    for (const call of upTo(uninterrupted.calls.change)) {
      await cell.apply(world.changed);
      cell.forget();
      const seen = cell.calls();
      const stop = cell.aws.callLog.subscribe(() => {
        if (cell.calls() - seen === call - 1) cell.aws.faults.add({ kind });
      });
      if (call === 1) cell.aws.faults.add({ kind });
      const ended = await cell.reconcileOrRedeliver(example.gateway);
      stop();
      cell.aws.faults.clear();
      await cell.apply(example.route);
      await cell.reconcile(example.gateway, { redelivered: ended === 'redelivered' });
      await cell.pass(400_000);
      await cell.sweep();
      expect(await cell.inventory(), `${kind} from call ${call}`).toEqual(uninterrupted.served);
    }
  },
  120_000,
);

it('a change whose status cannot be written and that is then taken back is never taken for nothing to do', async () => {
  const world = await programmed();
  const { cell, example } = world;
  await cell.apply(world.changed);
  cell.refuseStatus = true;
  const ended = await cell.reconcileOrRedeliver(example.gateway);
  cell.refuseStatus = false;
  await cell.apply(example.route);
  await cell.reconcile(example.gateway, { redelivered: ended === 'redelivered' });
  await cell.pass(400_000);
  await cell.sweep();
  expect(await cell.inventory()).toEqual(uninterrupted.served);
});

it('endpoints that change right after a create, before any search finds their group, become its targets', async () => {
  const cell = await EmulatedCell.start();
  cells.push(cell);
  const example = workedExample(cell);
  const service = aService('web', { type: 'ClusterIP' });
  const manifests = example.manifests.filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'web');
  await cell.apply(...manifests, service, anEndpointSlice('web', ['10.244.0.10', '10.244.0.11']));
  await cell.reconcile(named(example.manifests, 'Gateway'));
  await cell.clock.advance(1_000);
  await cell.apply(anEndpointSlice('web', ['10.244.0.11', '10.244.0.12']));
  await cell.syncTargets(service);
  expect(targetsIn(await cell.inventory())).toEqual(['10.244.0.11', '10.244.0.12']);
  await cell.pass(400_000);
  expect(targetsIn(await cell.inventory())).toEqual(['10.244.0.11', '10.244.0.12']);
});

function targetsIn(inventory: readonly string[]): readonly string[] {
  return inventory
    .filter((line) => line.startsWith('target ') && !line.startsWith('target group'))
    .flatMap((line) => /"Id":"([^"]+)"/.exec(line)?.[1] ?? []);
}

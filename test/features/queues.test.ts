// The queues exclude and collapse: a flood of doorbells, duplicated and out of order, and a function that times out in the
// middle of a run, over the whole local stack with the mappings and visibility timeouts of the synthesized template.
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import type { LocalEvent } from '../../lib/cli/local/compose-local.ts';
import { until } from '../../lib/cli/demo/until.ts';
import { applicationManifests } from '../../lib/cli/demo/worked-example.ts';
import type { ReceivedMessage } from '../../lib/emulator/sqs/receive-message.ts';
import { type LocalWorld, type Observed, startLocalWorld } from '../support/local-world.ts';

const gateways = Array.from({ length: 20 }, (_, index) => `gw-${String(index).padStart(2, '0')}`);
const namespace = 'example-ns';
const patienceMs = 90_000;
const doorbellsPerSecond = 200;
const edits = 2;
const plenty = { perSecond: 1_000, burst: 1_000 };

const gatewayClass = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: aws-alb-gateway-class }
spec: { controllerName: gateway.k8s.aws/alb }
`;

function aGateway(name: string): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  gatewayClassName: aws-alb-gateway-class
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
`;
}

function aRoute(gateway: string, path: string): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${gateway}, namespace: ${namespace} }
spec:
  parentRefs: [{ name: ${gateway} }]
  rules:
  - matches: [{ path: { type: PathPrefix, value: ${path} } }]
    backendRefs: [{ name: web, port: 80 }]
`;
}

/** Watches which message groups are in work: received and not yet answered for. */
function watchGroups(world: LocalWorld) {
  const groupOf = new Map<string, string>();
  const inWork = new Map<string, number>();
  const overlaps: string[] = [];
  const { queues } = world.emulator;
  const receive = queues.receive;
  const begin = (messages: readonly ReceivedMessage[]) => {
    const groups = new Set(messages.flatMap(({ systemAttributes }) => systemAttributes['MessageGroupId'] ?? []));
    for (const { messageId, systemAttributes } of messages)
      groupOf.set(messageId, systemAttributes['MessageGroupId'] ?? '');
    for (const group of groups) {
      if ((inWork.get(group) ?? 0) > 0) overlaps.push(group);
      inWork.set(group, (inWork.get(group) ?? 0) + 1);
    }
  };
  Object.assign(queues, {
    receive: async (...asked: Parameters<typeof receive>) => {
      const messages = await receive(...asked);
      if (asked[0].endsWith('reconcile.fifo')) begin(messages);
      return messages;
    },
  });
  const end = (messageIds: readonly string[]) => {
    for (const group of new Set(messageIds.flatMap((id) => groupOf.get(id) ?? [])))
      inWork.set(group, Math.max(0, (inWork.get(group) ?? 0) - 1));
  };
  return { overlaps, end };
}

/** Runs of each Gateway since an event, by the function's own log. */
function runsSince(world: LocalWorld, event: number): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  for (const one of world.events.slice(event)) {
    if (one.kind !== 'log' || !one.text.includes('"message":"reconciled"')) continue;
    const subject = /"subject":"gateway ([^"]+)"/.exec(one.text)?.[1];
    if (subject !== undefined) runs.set(subject, (runs.get(subject) ?? 0) + 1);
  }
  return runs;
}

function isProgrammed({ status }: Observed): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'Programmed' && value === 'True');
}

/** Paths that the load balancer of each Gateway serves. */
function servedPaths({ emulator }: LocalWorld): readonly string[] {
  return emulator.aws.loadBalancers
    .loadBalancers()
    .map(({ listeners }) =>
      JSON.stringify(listeners.flatMap(({ rules }) => rules.flatMap(({ conditions }) => conditions))),
    )
    .map((conditions) => [...new Set(conditions.match(/\/edit-\d+/g) ?? [])].sort().join(' '));
}

let world: LocalWorld;
let groups: ReturnType<typeof watchGroups>;

beforeAll(async () => {
  world = await startLocalWorld({
    timeScale: 0,
    // The account's request budgets would stretch the burst; how runs wait for their turn is not what this is about.
    context: { budgets: { describe: plenty, modify: plenty, targets: plenty, other: plenty } },
    onEvent: (event) => {
      if (event.kind === 'batch') groups.end(event.messageIds);
    },
  });
  groups = watchGroups(world);
  await world.apply(
    [
      gatewayClass,
      applicationManifests('web'),
      ...gateways.map(aGateway),
      ...gateways.map((name) => aRoute(name, '/edit-0')),
    ].join('---\n'),
  );
  await until('all Gateways to be programmed', patienceMs, async () => {
    const seen = await Promise.all(gateways.map((name) => world.observe('gateways', namespace, name)));
    return seen.every(isProgrammed) && servedPaths(world).every((paths) => paths === '/edit-0') ? true : undefined;
  });
  await world.quiet();
}, 150_000);

afterAll(() => world.close(), 60_000);

it('a flood of doorbells, duplicated and out of order, makes few runs, never two at once, and the last edit wins', async () => {
  const { emulator } = world;
  emulator.queues.setFaults({ duplicate: 0.2, outOfOrder: true });
  const changes = [...emulator.queues.region.queues.values()].find(({ name }) => name.endsWith('-changes'));
  const began = world.events.length;
  const perEdit = doorbellsPerSecond / edits;
  for (let edit = 1; edit <= edits; edit += 1) {
    for (let nth = 0; nth < perEdit; nth += 1) {
      const name = gateways[nth % gateways.length] ?? '';
      const cause = { kind: 'Gateway', namespace, name, why: 'modified' };
      const doorbell = {
        v: 1,
        subject: { kind: 'gateway', namespace, name },
        cause,
        at: Date.now(),
        ring: 0,
        trace: '',
      };
      emulator.queues.send(changes?.arn ?? '', { body: JSON.stringify(doorbell) });
    }
    await Promise.all(gateways.map((name) => world.applier.apply(load(aRoute(name, `/edit-${edit}`)) as Manifest)));
  }
  await until('the last edit to be served everywhere', patienceMs, async () => {
    await world.quiet();
    return servedPaths(world).every((paths) => paths === `/edit-${edits}`) ? true : undefined;
  });
  emulator.queues.setFaults({});
  const runs = runsSince(world, began);
  expect(runs.size).toBe(gateways.length);
  expect(Math.max(...runs.values())).toBeLessThanOrEqual(5);
  expect(groups.overlaps).toEqual([]);
}, 120_000);

it('a run that times out is taken up by another one, and never joined by one', async () => {
  const { emulator } = world;
  const [name = ''] = gateways;
  emulator.aws.faults.add({
    service: 'elasticloadbalancing',
    action: 'CreateRule',
    kind: 'slow',
    times: 1,
    delayMs: 600_000,
  });
  await world.apply(aRoute(name, '/edit-98'));
  await until('the run to be in the slow call', patienceMs, () =>
    Promise.resolve(emulator.aws.faults.has('slow') ? undefined : true),
  );
  await world.apply(aRoute(name, '/edit-99'));
  // The function's time ends after 120 seconds; its messages come back five seconds later.
  await emulator.clock.advance(121_000);
  const isTimeout = (event: LocalEvent) =>
    event.kind === 'batch' && event.outcome.kind === 'failed' && /timed out/.test(event.outcome.error.errorMessage);
  await until('the run to time out', patienceMs, () =>
    Promise.resolve(world.events.some(isTimeout) ? true : undefined),
  );
  await emulator.clock.advance(10_000);
  await until('the last edit to be served', patienceMs, () =>
    Promise.resolve(servedPaths(world).includes('/edit-99') ? true : undefined),
  );
  await world.quiet();
  expect(servedPaths(world).filter((paths) => paths.includes('/edit-98'))).toEqual([]);
  expect(groups.overlaps).toEqual([]);
}, 120_000);

// The pure way from a snapshot to a stack: processor time for Gateways with many routes, and how few rules they need.
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import type { ClusterSnapshot } from '../../lib/core/snapshot/cluster-snapshot.ts';
import { buildStack } from '../../lib/core/translate/build-stack.ts';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  anHttpRoute,
  aRule,
  aService,
  gatewayKey,
  snapshotOf,
} from '../support/builders.ts';
import type { RawObject } from '../support/builders.ts';
import { facts } from '../support/translation.ts';
import { quantile } from './measurement.ts';
import type { Bench, Measurement, Selection } from './measurement.ts';

/** How routes tell their requests apart: hosts of their own, or paths on every host. */
const layouts = ['hosts', 'paths'] as const;
type Layout = (typeof layouts)[number];

const small = 100;
const large = 1000;
const warmUpRuns = 10;
const runs = 30;

/** Milliseconds of one processor, ours and the garbage collector's. Budgets: the median of warm runs. */
export const core: Bench = {
  name: 'core',
  run: (selection) => Promise.resolve(layouts.flatMap((layout) => measure(layout, selection))),
};

function measure(layout: Layout, { selects, note }: Selection): readonly Measurement[] {
  const names = [`core-${layout}-${small}`, `core-${layout}-${large}`, `core-${layout}-growth`] as const;
  if (!names.some(selects)) return [];
  note(`${layout}: ${runs} runs each with ${small} and ${large} routes`);
  const many = timeOf(snapshot(layout, large));
  const few = timeOf(snapshot(layout, small));
  const what = `snapshot to stack, 3 rules per route, ${layout} of their own`;
  const nLogN = (large * Math.log(large)) / (small * Math.log(small));
  const figures: readonly Measurement[] = [
    {
      name: names[0],
      what: `${small} routes: ${what}`,
      value: few,
      unit: 'ms',
      target: { bound: 'at most', value: 10 },
    },
    {
      name: names[1],
      what: `${large} routes: ${what}`,
      value: many,
      unit: 'ms',
      target: { bound: 'at most', value: 120 },
    },
    {
      name: names[2],
      what: 'time for ten times the routes, over n·log n',
      value: many / few / nLogN,
      unit: '×',
      target: { bound: 'at most', value: 1 },
    },
  ];
  return figures.filter(({ name }) => selects(name));
}

function timeOf(world: ClusterSnapshot): number {
  for (let run = 0; run < warmUpRuns; run += 1) buildStack(buildGraph(world, gatewayKey, roomy), facts, roomy);
  const samples = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    buildStack(buildGraph(world, gatewayKey, roomy), facts, roomy);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return quantile(samples, 0.5);
}

const roomy = { ...alb, quotas: { rulesPerLoadBalancer: 10_000, targetGroupsPerLoadBalancer: 10_000 } };

function snapshot(layout: Layout, count: number): ClusterSnapshot {
  const services = Array.from({ length: 50 }, (_, index) => aService({}, { name: `service-${index}` }));
  const routes = Array.from({ length: count }, (_, index) => route(layout, index));
  return snapshotOf([aGatewayClass(), aGateway(), ...services, ...routes]);
}

function route(layout: Layout, index: number): RawObject {
  const base = layout === 'paths' ? `/app-${index}` : '';
  const backendRefs = [aBackendRef({ name: `service-${index % 50}` })];
  const rules = ['/cart', '/till', '/stock'].map((path) =>
    aRule({ matches: [{ path: { type: 'PathPrefix', value: base + path } }], backendRefs }),
  );
  const creationTimestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace('.000', '');
  const hostnames = layout === 'hosts' ? [`app-${index}.example.com`] : [];
  return anHttpRoute({ hostnames, rules }, { name: `route-${index}`, metadata: { creationTimestamp } });
}

// The emulator's budgets: speed of its API, speed of a load balancer with a hundred rules, and memory of a full account.
// Emulator, target and load are processes of their own. Other work on the machine slows the wall clock, so throughput is
// also given per processor second of the emulator, and every figure of the data plane has a control without it.
import autocannon from 'autocannon';
import { quantile, type Bench, type Measurement, type Selection } from '../measurement.ts';
import { sendPaced } from '../paced-requests.ts';
import { startPart, type PartProcess } from '../part-process.ts';
import { loadBalancerCount, rulesPerLoadBalancer } from './account-plan.ts';
import type { CallTimes } from './api-calls.ts';

interface Place {
  readonly host: string;
  readonly port: number;
}

const secondsOfLoad = 8;
const connections = 32;
const pacedRate = 500;

export const emulatorBench: Bench = {
  name: 'emulator',
  run: async (selection) => {
    const echo = startPart(new URL('echo-part.ts', import.meta.url));
    const emulator = startPart(new URL('emulator-part.ts', import.meta.url));
    try {
      const echoPlace = { host: '127.0.0.1', port: await echo.ask<number>('listen') };
      selection.note(`filling an account: ${loadBalancerCount} load balancers with ${rulesPerLoadBalancer} rules each`);
      const front = await emulator.ask<Place>('fill', echoPlace.port);
      const measurements = [
        ...(await measureMemory(emulator, selection)),
        ...(await measureCalls(emulator, selection)),
        ...(await measureThroughput(emulator, { front, echoPlace }, selection)),
        ...(await measureLatency({ front, echoPlace }, selection)),
      ];
      return measurements;
    } finally {
      await emulator.stop();
      await echo.stop();
    }
  },
};

async function measureMemory(emulator: PartProcess, selection: Selection): Promise<readonly Measurement[]> {
  const name = 'memory';
  if (!selection.selects(name)) return [];
  return [
    {
      name,
      what: `resident memory with ${loadBalancerCount} ALBs x ${rulesPerLoadBalancer} rules`,
      value: await emulator.ask<number>('residentMegabytes'),
      unit: 'MB',
      target: { bound: 'at most', value: 300 },
    },
  ];
}

async function measureCalls(emulator: PartProcess, selection: Selection): Promise<readonly Measurement[]> {
  if (!selection.selects('api')) return [];
  selection.note('calling the API in process');
  const times = await emulator.ask<CallTimes>('calls');
  const each = Object.entries(times).map(([action, samples]) => ({
    name: `api ${action}`,
    what: 'median of one in-process call in the full account',
    value: quantile(samples, 0.5),
    unit: 'ms',
    target: { bound: 'at most', value: 1 } as const,
  }));
  const all = Object.values(times).flat();
  return [
    {
      name: 'api',
      what: 'median over all calls',
      value: quantile(all, 0.5),
      unit: 'ms',
      target: { bound: 'at most', value: 1 },
    },
    ...each,
  ];
}

interface Places {
  readonly front: Place;
  readonly echoPlace: Place;
}

/** Requests for the first, the middle and the last rule, and for the default rule. */
const requests = [0, 49, 99, 1000].map((index) => ({
  path: `/team-${index}/items?page=1`,
  headers: { host: `app-${index % 20}.example.com`, accept: 'application/json' },
}));

async function measureThroughput(
  emulator: PartProcess,
  { front, echoPlace }: Places,
  selection: Selection,
): Promise<readonly Measurement[]> {
  if (!selection.selects('throughput')) return [];
  selection.note('load without the emulator');
  const control = await load(echoPlace);
  selection.note('load through the emulator');
  await load(front, 3);
  const before = await emulator.ask<number>('processorSeconds');
  const through = await load(front);
  const seconds = (await emulator.ask<number>('processorSeconds')) - before;
  const what = `keep-alive HTTP/1.1 through an ALB with ${rulesPerLoadBalancer} rules`;
  return [
    {
      name: 'throughput per core',
      what: `${what}, per processor second of the emulator`,
      value: through.count / seconds,
      unit: 'requests/s',
      target: { bound: 'at least', value: 3000 },
    },
    { name: 'throughput', what: `${what}, wall clock`, value: through.perSecond, unit: 'requests/s' },
    {
      name: 'throughput control',
      what: 'the same load on the target itself',
      value: control.perSecond,
      unit: 'requests/s',
    },
  ];
}

async function load({ host, port }: Place, duration = secondsOfLoad) {
  const result = await autocannon({ url: `http://${host}:${port}`, connections, duration, requests });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests to ${host}:${port} failed`);
  return { count: result.requests.total, perSecond: result.requests.total / result.duration };
}

async function measureLatency({ front, echoPlace }: Places, selection: Selection): Promise<readonly Measurement[]> {
  if (!selection.selects('latency')) return [];
  const [, request = { path: '/', headers: {} }] = requests;
  const paced = async (place: Place) => {
    await sendPaced({ ...place, ...request, perSecond: pacedRate, seconds: 1 });
    return sendPaced({ ...place, ...request, perSecond: pacedRate, seconds: secondsOfLoad });
  };
  selection.note(`${pacedRate} requests/s without and through the emulator`);
  const control = await paced(echoPlace);
  const through = await paced(front);
  const what = `at a steady ${pacedRate} requests/s, from the moment a request is due`;
  const p99 = quantile(control, 0.99);
  return [
    {
      name: 'latency p99',
      what,
      value: quantile(through, 0.99),
      unit: 'ms',
      target: { bound: 'at most', value: 10 },
      control: p99,
    },
    {
      name: 'latency p99 quiet',
      what: 'the same in the quietest second: what other work on the machine leaves',
      value: quietestSecond(through),
      unit: 'ms',
      target: { bound: 'at most', value: 10 },
      control: quietestSecond(control),
    },
    { name: 'latency p50', what, value: quantile(through, 0.5), unit: 'ms' },
    { name: 'latency p99 control', what: 'the same load on the target itself', value: p99, unit: 'ms' },
    {
      name: 'latency p99 quiet control',
      what: 'the same load on the target itself, quietest second',
      value: quietestSecond(control),
      unit: 'ms',
    },
  ];
}

/** The lowest p99 of any whole second; requests are in the order they were due in. */
function quietestSecond(latencies: readonly number[]): number {
  const seconds = Array.from({ length: Math.floor(latencies.length / pacedRate) }, (_, second) =>
    quantile(latencies.slice(second * pacedRate, (second + 1) * pacedRate), 0.99),
  );
  return Math.min(...seconds);
}

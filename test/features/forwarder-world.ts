// The forwarder's relay between an emulated API server, with the chart's rights, and an emulated queue; one clock for all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { createClock } from '../../lib/emulator/clock.ts';
import { createKubernetes, type KubernetesObject } from '../../lib/emulator/kubernetes/api-server.ts';
import { createRandom } from '../../lib/emulator/random.ts';
import { relay } from '../../lib/forwarder/relay.ts';
import { kubernetesResources } from '../../lib/generated/kubernetes/resources.ts';
import type { Doorbell } from '../../lib/core/base/doorbell.ts';
import type { RawObject } from '../support/builders.ts';
import { createMemoryLog } from '../unit/forwarder/memory-log.ts';
import { createChangesQueue } from '../unit/forwarder/queue.ts';
import { inProcessKubeHttp } from '../unit/kube/in-process-http.ts';

const chart = join(import.meta.dirname, '../../infra/chart');
const namespace = 'albatross-system';

/** The objects of a chart file, with its one placeholder filled in. */
function chartFile(name: string): readonly KubernetesObject[] {
  const text = readFileSync(join(chart, name), 'utf8').replaceAll('${ALBATROSS_NAMESPACE}', namespace);
  return loadAll(text) as KubernetesObject[];
}

const definitions = [
  ...['gatewayclasses', 'gateways', 'listenersets', 'httproutes', 'grpcroutes', 'referencegrants'].map(
    (plural) => `crds/gateway.networking.k8s.io_${plural}.yaml`,
  ),
  ...['loadbalancerconfigurations', 'targetgroupconfigurations', 'listenerruleconfigurations'].map(
    (plural) => `crds/gateway.k8s.aws_${plural}.yaml`,
  ),
];

const account = {
  name: `system:serviceaccount:${namespace}:albatross-forwarder`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
};

export interface WorldOptions {
  /** Objects that exist before the forwarder starts. */
  readonly objects?: readonly RawObject[];
  /** CRDs that are not installed, by the plural of their kind. */
  readonly without?: readonly string[];
  readonly secretNamespaces?: readonly string[];
}

export async function createForwarderWorld({ objects = [], without = [], secretNamespaces = [] }: WorldOptions = {}) {
  const clock = createClock('manual');
  const random = createRandom(11);
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
  const client = kubernetes.client();
  const install = async (file: string) => {
    for (const object of chartFile(file)) await client.create(object);
    await idle();
  };
  for (const file of ['10-namespace.yaml', '20-forwarder-rbac.yaml']) await install(file);
  for (const file of definitions) if (!without.some((plural) => file.endsWith(`_${plural}.yaml`))) await install(file);
  await kubernetes.settled();

  const write = async (object: RawObject): Promise<void> => {
    const written = object as unknown as KubernetesObject;
    const { name = '', namespace: where } = written.metadata;
    const ref = {
      apiVersion: String(written['apiVersion']),
      kind: String(written['kind']),
      name,
      ...(where ? { namespace: where } : {}),
    };
    const { uid: _uid, resourceVersion: _version, generation: _generation, ...metadata } = written.metadata;
    const existing = await client.get(ref);
    const next = {
      ...written,
      metadata: existing ? { ...metadata, resourceVersion: existing.metadata.resourceVersion } : metadata,
    };
    await (existing ? client.update(next as KubernetesObject) : client.create(next as KubernetesObject));
  };
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as KubernetesObject);
  for (const object of objects) await write(object);

  const queue = await createChangesQueue(clock);
  const log = createMemoryLog();
  const http = inProcessKubeHttp(kubernetes.handle, kubernetes.issueToken(account));
  let alive = 0;
  const means = { http, clock, chance: () => random.next(), sender: queue.sender, log };
  const settings = { secretNamespaces, replica: 'test', alive: (at: number) => void (alive = at) };
  const lead = (signal: AbortSignal) => relay(means, settings, signal);
  const start = () => {
    const stopping = new AbortController();
    const done = lead(stopping.signal);
    return {
      done,
      stop: async () => {
        stopping.abort();
        await done;
      },
    };
  };
  const pass = async (ms: number) => {
    await idle();
    for (let left = ms; left > 0; left -= 5_000) {
      await clock.advance(Math.min(left, 5_000));
      await idle();
    }
  };
  return {
    clock,
    kubernetes,
    client,
    install,
    write,
    queue,
    log,
    http,
    lead,
    start,
    pass,
    aliveAt: () => alive,
    /** Starts a relay and waits until it has rung everything once; what it rang is gone from the queue. */
    async synced() {
      const running = start();
      await pass(5_000);
      await queue.drain();
      return running;
    },
    /** Subjects rung since the last time, each once, as `gateway shop/web`, heartbeats left out. */
    async rung(): Promise<readonly string[]> {
      await pass(1_500);
      return [...new Set((await queue.drain()).map(subjectOf))].filter((subject) => subject !== 'heartbeat').sort();
    },
  };
}

export function subjectOf({ subject: { kind, namespace: where, name } }: Doorbell): string {
  const path = [where, name].filter((part) => part !== undefined).join('/');
  return path === '' ? kind : `${kind} ${path}`;
}

/** Lets everything run that waits for nothing but the event loop. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

// One term of the active replica: watch everything, ring what is affected, say once a minute that all is seen.
import { type Chance, type Clock, pause } from '../adapters/kube/list-watch-clock.ts';
import type { KubeHttp } from '../adapters/kube/http.ts';
import type { Subject } from '../core/base/doorbell.ts';
import type { DoorbellSender, Log } from '../reconcile/ports.ts';
import { type Coalescer, createCoalescer } from './coalesce.ts';
import { healthOf } from './health.ts';
import { everyBeat } from './heartbeat.ts';
import { keepRinging } from './ring.ts';
import { type ClusterWatch, watchCluster } from './watch-cluster.ts';

/** Everything is looked at once when a term begins, and slowly: the queue is patient, the account's budget of calls is not. */
const resyncStepMs = 200;
/** Gateways and classes, then Services: so many a step, of which each costs a few reads of AWS. */
const resyncSteps = { gateway: 10, service: 2 } as const;

export interface RelayMeans {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly sender: DoorbellSender;
  readonly log: Log;
}

export interface RelaySettings {
  /** Namespaces whose Secrets may be watched, without their data. */
  readonly secretNamespaces: readonly string[];
  /** Name of this process, for heartbeats. */
  readonly replica: string;
  /** Called every minute in which a restart could not improve what is seen. */
  readonly alive: (at: number) => void;
}

/** Relays until the signal is aborted; rejects when a kind cannot be listed again and again, so that a new process tries. */
export async function relay(means: RelayMeans, settings: RelaySettings, signal: AbortSignal): Promise<void> {
  const { clock, log } = means;
  const term = new AbortController();
  const end = () => term.abort();
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const coalescer = createCoalescer(clock);
  const watch = watchCluster(means, settings.secretNamespaces, (...change) => coalescer.add(...change));
  let hopeless: readonly string[] = [];
  const beat = () => {
    const health = healthOf(watch.listWatches, clock.now());
    hopeless = health.hopeless;
    if (hopeless.length > 0) return end();
    if (health.stale.length === 0) settings.alive(clock.now());
    const blind = [...health.stale, ...health.denied];
    if (blind.length > 0) log.error('no heartbeat: these kinds are not seen', { kinds: blind });
    else if (watch.synced()) ringHeartbeat(coalescer, settings.replica, clock.now());
  };
  const ringing = keepRinging({ ...means, coalescer }, term.signal);
  await Promise.all([
    ringing.finally(end),
    everyBeat(clock, beat, term.signal),
    resync(means, watch, coalescer, term.signal),
    stopAtEnd(watch, term.signal),
  ]);
  signal.removeEventListener('abort', end);
  if (hopeless.length > 0) throw new Error(`cannot list ${hopeless.join(', ')}, again and again: a new process may`);
}

function ringHeartbeat(coalescer: Coalescer, replica: string, at: number): void {
  coalescer.add({ kind: 'heartbeat' }, { kind: 'Pod', namespace: '', name: replica, why: 'heartbeat' }, at);
}

async function resync(
  { clock, log }: RelayMeans,
  watch: ClusterWatch,
  coalescer: Coalescer,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = clock.now();
  await watch.firstLists(signal);
  if (signal.aborted) return;
  const subjects = watch.everyone();
  log.info('synced', { ms: Math.round(clock.now() - startedAt), subjects: subjects.length });
  const services = subjects.filter(({ kind }) => kind === 'service');
  const others = subjects.filter(({ kind }) => kind !== 'service');
  for (const step of [...inSteps(others, resyncSteps.gateway), ...inSteps(services, resyncSteps.service)]) {
    if (signal.aborted) return;
    for (const subject of step) coalescer.add(subject, resyncCause(subject), clock.now());
    await pause(clock, resyncStepMs, signal);
  }
}

function inSteps<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, step) => all.slice(step * size, (step + 1) * size));
}

const kindOfSubject = {
  gateway: 'Gateway',
  class: 'GatewayClass',
  service: 'Service',
  nodes: 'Node',
  heartbeat: 'Pod',
} as const;

function resyncCause({ kind, namespace = '', name = '' }: Subject) {
  return { kind: kindOfSubject[kind], namespace, name, why: 'resync' };
}

function stopAtEnd(watch: ClusterWatch, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => void watch.stop().then(resolve, reject);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

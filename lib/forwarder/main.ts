// The program: the same in the cluster and on a laptop.
import { createKubeHttp, type KubeConnection } from '../adapters/kube/http.ts';
import { inClusterConnection } from '../adapters/kube/in-cluster-connection.ts';
import { kubeconfigConnection } from '../adapters/kube/kubeconfig-connection.ts';
import { leadUnderLease } from '../adapters/kube/lease.ts';
import type { Clock } from '../adapters/kube/list-watch-clock.ts';
import { createDoorbellSender } from '../adapters/queue/doorbell-sender.ts';
import { createSqsClient } from '../adapters/queue/sqs-client.ts';
import { createTelemetry } from '../adapters/telemetry/log.ts';
import type { Log } from '../reconcile/ports.ts';
import { alivePath, isAlive, writeAlive } from './heartbeat.ts';
import { relay } from './relay.ts';
import { type ForwarderSettings, readSettings, replicaName } from './settings.ts';

const help = `Rings a queue when something changes that a Gateway depends on. Reads the cluster; writes only its Lease.

  ALBATROSS_CLUSTER             name of the cluster (required)
  ALBATROSS_CHANGES_QUEUE_URL   queue to ring (required)
  ALBATROSS_SECRET_NAMESPACES   JSON list of namespaces whose Secrets may be watched, without their data
  KUBECONFIG                    file to reach the cluster with; unset: as the Pod this runs in
  POD_NAMESPACE, POD_NAME       where the Lease is and who holds it; unset: a single process without a Lease
  AWS_REGION, AWS_ENDPOINT_URL  and whatever else the AWS SDK reads

  --alive   exit 0 if the process of this POD_NAME beat less than three minutes ago, else 1
  --help    this text
`;

const leaseName = 'albatross-forwarder';
/** A process that does not end by itself after it was told to: the kubelet would wait 30 s. */
const patienceMs = 10_000;

const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

function connect({ kubeconfig }: ForwarderSettings): Promise<KubeConnection> {
  return kubeconfig === undefined ? inClusterConnection(process.env) : kubeconfigConnection(kubeconfig);
}

async function run(log: Log, settings: ForwarderSettings, signal: AbortSignal): Promise<void> {
  const http = createKubeHttp(await connect(settings));
  const sender = createDoorbellSender(createSqsClient(), settings.queueUrl);
  const path = alivePath(settings.replica);
  const alive = (at: number) => writeAlive(path, at);
  const means = { http, clock: systemClock, chance: Math.random, sender, log };
  const lead = (term: AbortSignal) => relay(means, { ...settings, alive }, term);
  if (settings.namespace === undefined) return lead(signal);
  const report = {
    waiting: () => alive(Date.now()),
    leading: () => log.info('holding the lease'),
    lost: () => log.warn('the lease is lost'),
    troubled: (fault: Error) => log.warn('the lease cannot be read or written', { error: fault.message }),
  };
  const identity = { namespace: settings.namespace, name: leaseName, holder: settings.replica };
  await leadUnderLease({ http, clock: systemClock, report }, identity, lead, signal);
}

function fail(log: Log, message: string, error: unknown): never {
  log.error(message, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}

async function main(): Promise<void> {
  const [argument] = process.argv.slice(2);
  if (argument === '--help') return void process.stdout.write(help);
  if (argument === '--alive') process.exit(isAlive(alivePath(replicaName(process.env)), Date.now()) ? 0 : 1);
  if (argument !== undefined) {
    process.stderr.write(`unknown argument ${argument}\n\n${help}`);
    process.exit(2);
  }
  const log = createTelemetry().log({ cluster: process.env['ALBATROSS_CLUSTER'] ?? '' });
  process.on('unhandledRejection', (error) => fail(log, 'a promise was rejected and nobody cared', error));
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    setTimeout(() => process.exit(1), patienceMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    await run(log, readSettings(process.env), stopping.signal);
    process.exit(0);
  } catch (error) {
    fail(log, 'the forwarder ends', error);
  }
}

await main();

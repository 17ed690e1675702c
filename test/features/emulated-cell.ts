// One cluster's cell without queues and functions: the real reconcile code and adapters between an emulated AWS and an
// emulated Kubernetes API, doorbells with their delays on a clock that only the test moves, and processes that can be killed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { createAwsReader } from '../../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../../lib/adapters/aws/aws-writer.ts';
import { createAwsClients } from '../../lib/adapters/aws/clients.ts';
import { createFactSource } from '../../lib/adapters/aws/fact-source.ts';
import { createTargetRegistry } from '../../lib/adapters/aws/target-registry.ts';
import { createManifestApplier, type Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { kubeConnectionFault } from '../../lib/adapters/kube/classify-error.ts';
import { createClusterReader } from '../../lib/adapters/kube/cluster-reader.ts';
import type { KubeHttp } from '../../lib/adapters/kube/http.ts';
import { examineTls } from '../../lib/adapters/kube/examine-tls.ts';
import { createStatusWriter } from '../../lib/adapters/kube/status-writer.ts';
import type { Doorbell, Subject } from '../../lib/core/base/doorbell.ts';
import type { ClusterId } from '../../lib/core/base/ids.ts';
import { profileNamed } from '../../lib/core/profile/profiles.ts';
import { type AwsEmulator, createAwsEmulator } from '../../lib/emulator/aws/aws-emulator.ts';
import { type Clock, createClock } from '../../lib/emulator/clock.ts';
import { inProcess, type SdkRequestHandler } from '../../lib/emulator/in-process.ts';
import { createKubernetes, type Kubernetes } from '../../lib/emulator/kubernetes/api-server.ts';
import { kubernetesResources } from '../../lib/generated/kubernetes/resources.ts';
import type { Ports, Run } from '../../lib/reconcile/ports.ts';
import { reconcileGateway } from '../../lib/reconcile/reconcile-gateway.ts';
import { createStackMemory } from '../../lib/reconcile/remembered-stacks.ts';
import { sweepCluster } from '../../lib/reconcile/sweep-cluster.ts';
import { syncTargets } from '../../lib/reconcile/sync-targets.ts';
import { inProcessKubeHttp } from '../unit/kube/in-process-http.ts';
import { awsInventory } from './aws-inventory.ts';

const cluster = 'local' as ClusterId;
const region = 'us-west-2';
const alb = profileNamed('alb');
const unlimited = { turn: () => Promise.resolve(), throttled: () => {} };
const halfHourMs = 30 * 60_000;
const trace = '1-00000000-000000000000000000000000';

/** What one process has: connections, memory, and the moment of its death. */
interface Process {
  readonly ports: Ports;
  readonly memory: ReturnType<typeof createStackMemory>;
  /** Resolves when the process has died; never otherwise. */
  readonly death: Promise<'killed'>;
  /** Dies right after AWS has carried out this many calls from now on. */
  killAfter(calls: number): void;
}

export class EmulatedCell {
  readonly clock: Clock;
  readonly aws: AwsEmulator;
  readonly lines: string[] = [];
  /** The API server answers nothing to writes of status. */
  refuseStatus = false;
  private readonly kubernetes: Kubernetes;
  private readonly http: KubeHttp;
  private readonly due: { readonly doorbell: Doorbell; readonly dueAt: number }[] = [];
  private process: Process;

  private constructor(clock: Clock, aws: AwsEmulator) {
    this.clock = clock;
    this.aws = aws;
    this.kubernetes = createKubernetes({ clock, resources: kubernetesResources });
    const token = this.kubernetes.issueToken({ name: 'cell', groups: ['system:masters'] });
    this.http = inProcessKubeHttp(this.kubernetes.handle, token);
    this.process = this.newProcess();
  }

  /** An account whose tag searches lag by 30 seconds, and a cluster with the CRDs of the chart. */
  static async start(): Promise<EmulatedCell> {
    const clock = createClock('manual');
    const aws = await createAwsEmulator({
      clock,
      clusterName: cluster,
      timeScale: 0.1,
      tagSearchLagSeconds: 30,
      targetHealth: 'always-healthy',
    });
    aws.buckets.create('bundles');
    const cell = new EmulatedCell(clock, aws);
    await cell.apply(...crds);
    await cell.kubernetes.settled();
    return cell;
  }

  async apply(...manifests: readonly Manifest[]): Promise<void> {
    const applier = createManifestApplier(this.http);
    for (const manifest of manifests) {
      await applier.apply(manifest);
      const { apiVersion, kind, metadata, ...rest } = manifest;
      const { status } = rest as { readonly status?: unknown };
      if (status !== undefined)
        await this.kubernetes.client().patch({ apiVersion, kind, ...metadata }, { status }, { subresource: 'status' });
    }
  }

  async delete(manifest: Manifest): Promise<void> {
    await createManifestApplier(this.http).remove(manifest);
  }

  async get<T>(manifest: Manifest): Promise<T | undefined> {
    return (await createManifestApplier(this.http).get(manifest)) as T | undefined;
  }

  /** `killed` if the process died in it; a process that died is replaced by one that knows nothing. */
  async reconcile(
    manifest: Manifest,
    how: { readonly killAfter?: number; readonly redelivered?: boolean } = {},
  ): Promise<string> {
    const { namespace = '', name } = manifest.metadata;
    const { killAfter, ...more } = how;
    if (killAfter !== undefined) this.process.killAfter(killAfter);
    return this.run({ kind: 'gateway', namespace, name }, more);
  }

  /** As the queue does it: a run that rejects comes again, and says so. */
  async reconcileOrRedeliver(manifest: Manifest): Promise<string> {
    try {
      return await this.reconcile(manifest);
    } catch (error) {
      this.lines.push(`rejected ${String(error)}`);
      return 'redelivered';
    }
  }

  async syncTargets(service: Manifest): Promise<string> {
    const { namespace = '', name } = service.metadata;
    return this.run({ kind: 'service', namespace, name }, {});
  }

  /** The tick of the half hour, which also gives back what is shared and finds orphans. */
  async sweep(): Promise<void> {
    await this.pass(halfHourMs - (this.clock.now() % halfHourMs));
    await sweepCluster(this.runOf({ kind: 'heartbeat' }, {}), this.process.ports, alb);
  }

  /** Function instances end; the next ones know nothing. */
  forget(): void {
    this.process = this.newProcess();
  }

  /** Time goes on; doorbells of ours are answered when they are due. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    for (;;) {
      const next = [...this.due].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined || next.dueAt > end) break;
      this.due.splice(this.due.indexOf(next), 1);
      await this.clock.advance(Math.max(0, next.dueAt - this.clock.now()));
      const { subject, cause, ring } = next.doorbell;
      await this.run(subject, { causes: [cause], ring });
    }
    await this.clock.advance(end - this.clock.now());
  }

  /** AWS calls of ours so far. */
  calls(): number {
    return this.aws.callLog.entries({ caller: 'controller' }).length;
  }

  /** What is in AWS, without the ids that chance decides. */
  inventory(): Promise<readonly string[]> {
    return awsInventory(this.aws, alb.tagKeys.applied);
  }

  close(): void {
    this.clock.stop();
  }

  private async run(subject: Subject, more: Partial<Run>): Promise<string> {
    const process = this.process;
    const run = this.runOf(subject, more);
    const running =
      subject.kind === 'gateway'
        ? reconcileGateway(run, process.ports, alb, { build: 'test', memory: process.memory })
        : syncTargets(run, process.ports, alb);
    const ended = await Promise.race([running.then(({ verdict }) => verdict), process.death]);
    if (ended === 'killed') this.forget();
    return ended;
  }

  private runOf(subject: Subject, more: Partial<Run>): Run {
    const { kind, namespace = '', name = '' } = subject;
    const gateway = kind === 'gateway' ? { gateway: { cluster, namespace, name } } : {};
    return { cluster, subject, ring: 0, trace, redelivered: false, remainingMs: () => 60_000, ...gateway, ...more };
  }

  private newProcess(): Process {
    const now = () => this.clock.now();
    const mortal = mortality();
    this.aws.setCaller('AKIACONTROLLER', {
      name: 'controller',
      arn: 'arn:aws:sts::123456789012:assumed-role/controller/cell',
    });
    const clients = createAwsClients(
      {
        region,
        credentials: { accessKeyId: 'AKIACONTROLLER', secretAccessKey: 'emulated' },
        requestHandler: mortal.aws(inProcess(this.aws.handle)) as never,
        // The SDK's own retries sleep on the machine's clock.
        maxAttempts: 1,
      },
      unlimited,
      { bucket: 'bundles' },
    );
    const http = mortal.kube({
      ...this.http,
      json: (request) =>
        this.refuseStatus && request.path.includes('/status?')
          ? Promise.reject(kubeConnectionFault(new Error('socket hang up'), request.method, request.path))
          : this.http.json(request),
    });
    const log = (level: string) => (message: string, facts?: unknown) =>
      void this.lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`);
    const ports: Ports = {
      cluster: createClusterReader(http),
      status: createStatusWriter(http, now),
      facts: createFactSource(clients, {
        vpcId: () => Promise.resolve(this.aws.account().vpcId),
        clusterTag: (id) => alb.tagKeys.clusterOwned(id),
        now,
      }),
      aws: createAwsReader(clients),
      writer: createAwsWriter(clients),
      targets: createTargetRegistry(clients),
      examineTls,
      doorbells: {
        ring: async (doorbells) => {
          await mortal.alive();
          for (const { delaySeconds = 0, ...doorbell } of doorbells)
            this.due.push({ doorbell, dueAt: now() + delaySeconds * 1000 });
        },
      },
      clock: { now },
      log: { info: log('info'), warn: log('warn'), error: log('error'), count: log('count') },
    };
    return { ports, memory: createStackMemory(), death: mortal.death, killAfter: mortal.killAfter };
  }
}

const never = <T>() => new Promise<T>(() => {});

/** Nothing that a dead process asked for is answered, and nothing that it asks for is done. */
function mortality() {
  let left = Infinity;
  let die: (outcome: 'killed') => void = () => {};
  const death = new Promise<'killed'>((resolve) => {
    die = resolve;
  });
  const alive = () => (left > 0 ? Promise.resolve() : never<void>());
  return {
    death,
    alive,
    killAfter: (calls: number) => {
      left = calls;
    },
    aws: (handler: SdkRequestHandler): SdkRequestHandler => ({
      handle: async (request) => {
        await alive();
        const answer = await handler.handle(request);
        left -= 1;
        if (left <= 0) die('killed');
        await alive();
        return answer;
      },
    }),
    kube: (http: KubeHttp): KubeHttp => ({
      ...http,
      json: async (request) => {
        await alive();
        const answer = await http.json(request);
        await alive();
        return answer;
      },
    }),
  };
}

const chartFolder = join(import.meta.dirname, '../../infra/chart/crds');
const crds = readdirSync(chartFolder).flatMap(
  (file) => loadAll(readFileSync(join(chartFolder, file), 'utf8')) as readonly Manifest[],
);

// One cluster's cell without queues and functions: doorbells with delays on a virtual clock, and the real reconcile code
// between a model cluster and a model AWS.
import type { Doorbell, Subject } from '../../lib/core/base/doorbell.ts';
import type { GatewayKey, ObjectKey } from '../../lib/core/base/ids.ts';
import type { Outcome } from '../../lib/core/plan/outcome.ts';
import { profileNamed } from '../../lib/core/profile/profiles.ts';
import type { Ports, Run } from '../../lib/reconcile/ports.ts';
import { createStackMemory, type StackMemory } from '../../lib/reconcile/remembered-stacks.ts';
import { reconcileGateway } from '../../lib/reconcile/reconcile-gateway.ts';
import { sweepCluster, type Swept } from '../../lib/reconcile/sweep-cluster.ts';
import { syncTargets } from '../../lib/reconcile/sync-targets.ts';
import { AwsWorld, type WorldSettings } from './aws-world.ts';
import {
  aGateway,
  aGatewayClass,
  aListener,
  aLoadBalancerConfiguration,
  aNamespace,
  aNode,
  anEndpointSlice,
  anHttpRoute,
  anHttpsListener,
  aService,
  cluster,
  gatewayKey,
  type Part,
  type RawObject,
} from './builders.ts';
import { ClusterWorld } from './cluster-world.ts';

export const alb = profileNamed('alb');
export const gatewayObject: ObjectKey = { kind: 'Gateway', namespace: 'shop', name: 'web' };
const certificate = 'arn:aws:acm:us-west-2:111122223333:certificate/1';

interface Due {
  readonly doorbell: Doorbell;
  readonly dueAt: number;
}

export class CellWorld {
  readonly aws: AwsWorld;
  readonly cluster = new ClusterWorld();
  readonly due: Due[] = [];
  readonly outcomes: Outcome[] = [];
  readonly lines: string[] = [];
  memory: StackMemory | undefined = createStackMemory();
  private factsAt: number | undefined;

  constructor(settings: WorldSettings = {}) {
    this.aws = new AwsWorld({ tagSearchLagMs: 30_000, ...settings });
    this.aws.facts = {
      vpc: { id: 'vpc-1', cidrs: ['10.0.0.0/16', '10.244.0.0/16'], ipv6Cidrs: [] },
      subnets: ['a', 'b'].map((zone) => ({
        id: `subnet-${zone}`,
        availabilityZone: `us-west-2${zone}`,
        zoneType: 'availability-zone',
        availableAddresses: 200,
        ipv6Cidrs: [],
        tags: { 'kubernetes.io/role/elb': '1', 'kubernetes.io/role/internal-elb': '1' },
      })),
      securityGroups: [{ id: 'sg-nodes', name: 'eks-nodes', tags: { [`kubernetes.io/cluster/${cluster}`]: 'owned' } }],
      certificates: [],
    };
    this.aws.securityGroups.set('sg-nodes', {
      id: 'sg-nodes',
      name: 'eks-nodes',
      vpcId: 'vpc-1',
      ingress: [],
      tags: { [`kubernetes.io/cluster/${cluster}`]: 'owned' },
    });
  }

  get ports(): Ports {
    const log = (level: string) => (message: string, facts?: unknown) =>
      void this.lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`);
    return {
      cluster: this.cluster.reader,
      status: this.cluster.writer,
      facts: { gather: (queries) => this.gather(queries) },
      aws: this.aws.reader,
      writer: this.aws.writer,
      targets: this.aws.registry,
      examineTls: () => ({ keyAlgorithm: 'RSA_2048' }),
      doorbells: {
        ring: (doorbells) => {
          for (const { delaySeconds = 0, ...doorbell } of doorbells)
            this.due.push({ doorbell, dueAt: this.aws.now + delaySeconds * 1000 });
          return Promise.resolve();
        },
      },
      clock: { now: () => this.aws.now },
      log: { info: log('info'), warn: log('warn'), error: log('error'), count: log('count') },
    };
  }

  async reconcile(more: Partial<Run> = {}): Promise<Outcome> {
    const memory = this.memory === undefined ? {} : { memory: this.memory };
    const outcome = await reconcileGateway(
      this.run({ kind: 'gateway', namespace: 'shop', name: 'web' }, more),
      this.ports,
      alb,
      { build: 'test', ...memory },
    );
    this.outcomes.push(outcome);
    return outcome;
  }

  sync(name = 'app', more: Partial<Run> = {}): Promise<Outcome> {
    return syncTargets(this.run({ kind: 'service', namespace: 'shop', name }, more), this.ports, alb);
  }

  sweep(): Promise<Swept> {
    return sweepCluster(this.run({ kind: 'heartbeat' }, {}), this.ports, alb);
  }

  /** Answers due doorbells in order, the clock moving to each, until none is due before `untilMs` from now. */
  async pass(untilMs: number): Promise<void> {
    const end = this.aws.now + untilMs;
    for (;;) {
      const next = [...this.due].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined || next.dueAt > end) break;
      this.due.splice(this.due.indexOf(next), 1);
      this.aws.now = Math.max(this.aws.now, next.dueAt);
      const { subject, cause, ring } = next.doorbell;
      const more = { causes: [cause], ring };
      if (subject.kind === 'gateway') await this.reconcile(more);
      if (subject.kind === 'service') await this.sync(subject.name, more);
    }
    this.aws.now = end;
  }

  /** A function instance that has not seen anything. */
  forget(): void {
    this.memory = createStackMemory();
    this.factsAt = undefined;
  }

  private run(subject: Subject, more: Partial<Run>): Run {
    const key: { readonly gateway: GatewayKey } | object = subject.kind === 'gateway' ? { gateway: gatewayKey } : {};
    return {
      cluster,
      subject,
      ring: 0,
      trace: '1-00000000-000000000000000000000000',
      redelivered: false,
      remainingMs: () => 60_000,
      ...key,
      ...more,
    };
  }

  /** Facts are believed for a minute. */
  private async gather(queries: Parameters<Ports['facts']['gather']>[0]): ReturnType<Ports['facts']['gather']> {
    if (this.factsAt !== undefined && this.aws.now - this.factsAt < 60_000) return structuredClone(this.aws.facts);
    const answer = await this.aws.gather(queries);
    if (queries.length > 1) this.factsAt = this.aws.now;
    return answer;
  }
}

/** The worked example: HTTP and HTTPS, one route, one Service with node ports, two nodes. */
export function workedExample(): readonly RawObject[] {
  return [
    aNamespace('shop'),
    aGatewayClass(),
    aLoadBalancerConfiguration({
      scheme: 'internet-facing',
      listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate: certificate }],
      tags: { team: 'shop' },
    }),
    theGateway(),
    ...anApp('app', 30080),
    aNode({ name: 'node-a', spec: { providerID: 'aws:///us-west-2a/i-0a' } }),
    aNode({ name: 'node-b', spec: { providerID: 'aws:///us-west-2b/i-0b' } }),
  ];
}

export function theGateway(spec: Part = {}): RawObject {
  const infrastructure = { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' } };
  return aGateway({ infrastructure, listeners: [aListener(), anHttpsListener()], ...spec });
}

/** A Service with its endpoint and a route to it under its own path. */
export function anApp(name: string, nodePort: number, path = '/'): readonly RawObject[] {
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort, protocol: 'TCP' }];
  const route = {
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: path } }],
        backendRefs: [{ group: '', kind: 'Service', name, port: 80, weight: 1 }],
      },
    ],
  };
  return [
    aService({ ports }, { name }),
    anEndpointSlice({}, { name: `${name}-1`, service: name }),
    anHttpRoute(route, { name }),
  ];
}

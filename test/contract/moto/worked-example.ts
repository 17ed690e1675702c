// The worked example as the functions run it: the real reconciling code and the real adapters on the emulated account, over
// a model of the cluster. Everything the adapters send is recorded.
import { createAwsReader } from '../../../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../../../lib/adapters/aws/aws-writer.ts';
import type { AwsClients } from '../../../lib/adapters/aws/clients.ts';
import { createFactSource } from '../../../lib/adapters/aws/fact-source.ts';
import { createTargetRegistry } from '../../../lib/adapters/aws/target-registry.ts';
import { examineTls } from '../../../lib/adapters/kube/examine-tls.ts';
import type { Subject } from '../../../lib/core/base/doorbell.ts';
import { profileNamed } from '../../../lib/core/profile/profiles.ts';
import type { Account } from '../../../lib/emulator/aws/account.ts';
import type { Ports, Run } from '../../../lib/reconcile/ports.ts';
import { createStackMemory } from '../../../lib/reconcile/remembered-stacks.ts';
import { reconcileGateway } from '../../../lib/reconcile/reconcile-gateway.ts';
import { syncTargets } from '../../../lib/reconcile/sync-targets.ts';
import {
  aGatewayClass,
  aLoadBalancerConfiguration,
  aNamespace,
  aNode,
  cluster,
  gatewayKey,
  type RawObject,
} from '../../support/builders.ts';
import { anApp, theGateway } from '../../support/cell-world.ts';
import { ClusterWorld } from '../../support/cluster-world.ts';
import type { Recorder } from './recorded-call.ts';

const alb = profileNamed('alb');

/** Create, look again, change a route and the configuration, lose a node, delete. */
export async function runWorkedExample(clients: AwsClients, account: Account, recorder: Recorder): Promise<void> {
  const world = new ClusterWorld();
  const ports = portsOn(world, clients, account);
  const memory = { build: 'replay', memory: createStackMemory() };
  const reconcile = async () => {
    const outcome = await reconcileGateway(
      runFor({ kind: 'gateway', namespace: 'shop', name: 'web' }),
      ports,
      alb,
      memory,
    );
    if (outcome.verdict !== 'done') throw new Error(`the run did not finish: ${outcome.verdict}, ${outcome.why ?? ''}`);
  };
  const sync = () => syncTargets(runFor({ kind: 'service', namespace: 'shop', name: 'app' }), ports, alb);

  recorder.chapter('create');
  world.apply(aNamespace('shop'), aGatewayClass(), configuration(account, { team: 'shop' }), theGateway());
  world.apply(...anApp('app', 30080), ...account.nodes.slice(0, 2).map(nodeOf));
  await reconcile();
  await sync();

  recorder.chapter('look again');
  memory.memory = createStackMemory();
  await reconcile();

  recorder.chapter('change');
  world.apply(configuration(account, { team: 'cart' }), ...anApp('basket', 30081, '/basket'));
  await reconcile();
  world.apply(...account.nodes.slice(2).map(nodeOf));
  world.delete({ kind: 'Node', namespace: '', name: account.nodes[0]?.privateDnsName ?? '' }, Date.now());
  await sync();

  recorder.chapter('delete');
  world.delete({ kind: 'Gateway', namespace: 'shop', name: 'web' }, Date.now());
  await reconcile();
}

const configuration = (account: Account, tags: Readonly<Record<string, string>>): RawObject =>
  aLoadBalancerConfiguration({
    scheme: 'internet-facing',
    listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate: account.certificateArn }],
    tags,
  });

const nodeOf = ({ privateDnsName, providerId }: Account['nodes'][number]): RawObject =>
  aNode({ name: privateDnsName, spec: { providerID: providerId } });

function portsOn(world: ClusterWorld, clients: AwsClients, account: Account): Ports {
  const now = () => Date.now();
  return {
    cluster: world.reader,
    status: world.writer,
    facts: createFactSource(clients, {
      vpcId: () => Promise.resolve(account.vpcId),
      clusterTag: (name) => `kubernetes.io/cluster/${name}`,
      now,
    }),
    aws: createAwsReader(clients),
    writer: createAwsWriter(clients),
    targets: createTargetRegistry(clients),
    examineTls,
    doorbells: { ring: () => Promise.resolve() },
    clock: { now },
    log: { info: () => {}, warn: complain, error: complain, count: () => {} },
  };
}

function complain(message: string, facts?: object): void {
  process.stderr.write(`${message} ${JSON.stringify(facts ?? {})}\n`);
}

function runFor(subject: Subject): Run {
  const trace = '1-00000000-000000000000000000000000';
  const key = subject.kind === 'gateway' ? { gateway: gatewayKey } : {};
  return { cluster, subject, ring: 0, trace, redelivered: false, remainingMs: () => 60_000, ...key };
}

import { loadAll } from 'js-yaml';
import { createAwsReader } from '../../adapters/aws/aws-reader.ts';
import { createAwsClients } from '../../adapters/aws/clients.ts';
import type { Manifest } from '../../adapters/kube/apply-manifests.ts';
import { alb } from '../../core/profile/alb.ts';
import { type Command, textOption } from '../command.ts';
import { curlCommand, fetchPage, type Page, type PageRequest } from '../demo/fetch-page.ts';
import { type GatewayObject, gatewayLines, holds, type RouteObject, routeLines } from '../demo/status-view.ts';
import { createStory, type Story } from '../demo/story.ts';
import { until } from '../demo/until.ts';
import { applicationManifests, guideManifests } from '../demo/worked-example.ts';
import { exitCode, type Io, UsageError } from '../io.ts';
import { applyAll } from '../local/apply-all.ts';
import type { Local } from '../local/compose-local.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Tell the story of one Gateway: from manifests to HTTP, one change, and back to nothing',
  usage: '[--kubeconfig FILE]',
  options: {
    kubeconfig: {
      type: 'string',
      argument: 'FILE',
      help: 'Tell it on this cluster (its user must be able to impersonate) instead of the emulated API',
    },
  },
  details:
    'Runs on this machine only, with an emulated AWS whose ALB takes 2.4 seconds instead of two minutes to provision.',
  run: async (values, positionals, io) => {
    if (positionals.length > 0) throw new UsageError(`unexpected argument ${positionals[0]}`);
    const story = createStory(io, () => performance.now());
    const began = performance.now();
    const kubeconfig = textOption(values, 'kubeconfig');
    story.chapter('Start: what `cdk deploy` would deploy, beside an emulated AWS and Kubernetes API');
    // Loaded only now: other commands should not wait for the emulator.
    const { composeLocal } = await import('../local/compose-local.ts');
    const local = await composeLocal({
      cluster: 'demo',
      timeScale: 0.02,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      onProgress: (line) => story.tell(`${line} …`),
      onEvent: story.event,
    });
    local.emulator.aws.callLog.subscribe(story.call);
    try {
      await tellAll(local, story, io);
    } finally {
      await local.close();
    }
    io.out('');
    io.out(
      io.style(
        'bold',
        `Done in ${Math.round((performance.now() - began) / 1000)} s. \`npx albatross local\` keeps all of this running for you.`,
      ),
    );
    return exitCode.fine;
  },
};

const patienceMs = 60_000;
const host = 'app.example.com';
const gatewayPath = '/apis/gateway.networking.k8s.io/v1/namespaces/example-ns/gateways/my-alb-gateway';
const routePath = '/apis/gateway.networking.k8s.io/v1/namespaces/example-ns/httproutes/my-http-app-route';

async function tellAll(local: Local, story: Story, io: Io): Promise<void> {
  const { certificateArn } = local.emulator.aws.account();
  const apply = (text: string) =>
    applyAll(local.applier, loadAll(text) as readonly Manifest[], (line) => story.tell(line));

  story.chapter('An application, and the worked example of the ALB Gateway guide');
  await apply(applicationManifests('web'));
  await apply(guideManifests(certificateArn, 'web'));

  story.chapter('What happens: watch event → doorbell → dispatch → reconcile → AWS → status');
  await until('the Gateway to be programmed', patienceMs, async () =>
    holds((await read<GatewayObject>(local, gatewayPath)).status?.conditions, 'Programmed') ? true : undefined,
  );

  story.chapter('Traffic through the load balancer');
  for (const scheme of ['http', 'https'] as const) showPage(await answeredBy(local, scheme, 'web-'), io);

  story.chapter('Status');
  for (const line of gatewayLines(await read<GatewayObject>(local, gatewayPath))) story.tell(line);
  for (const line of routeLines(await read<RouteObject>(local, routePath))) story.tell(line);

  story.chapter('A change: the route moves to another Service');
  await apply(applicationManifests('web-v2'));
  await apply(guideManifests(certificateArn, 'web-v2'));
  showPage(await answeredBy(local, 'https', 'web-v2-'), io);

  story.chapter('The end: everything is deleted');
  await deleteAll(local, story, certificateArn);
  story.tell(`left in AWS: ${(await leftovers(local)).join(', ') || 'nothing'}`);
}

function read<T>(local: Local, path: string): Promise<T> {
  return local.http.json({ method: 'GET', path }) as Promise<T>;
}

interface Answered {
  readonly request: PageRequest;
  readonly page: Page;
  readonly pod: string;
}

/** Asks until a Pod whose name begins so has answered with 200: targets must first pass their health checks. */
function answeredBy(local: Local, scheme: 'http' | 'https', podPrefix: string): Promise<Answered> {
  const { certificatePem } = local.emulator.aws.account();
  return until(`an answer of ${podPrefix}* over ${scheme}`, patienceMs, async () => {
    const [bound] = local.emulator.loadBalancers();
    const port = bound?.ports[scheme === 'https' ? '443' : '80'];
    if (bound === undefined || port === undefined) return undefined;
    const request: PageRequest = { scheme, host, path: '/', address: bound.address, port, ca: certificatePem };
    const page = await fetchPage(request).catch(() => undefined);
    if (page?.status !== 200) return undefined;
    const { pod } = JSON.parse(page.body) as { readonly pod: string };
    return pod.startsWith(podPrefix) && /^[a-z0-9]+-[a-z0-9]+$/.test(pod.slice(podPrefix.length))
      ? { request, page, pod }
      : undefined;
  });
}

function showPage({ request, page, pod }: Answered, io: Io): void {
  io.out(`   $ ${curlCommand(request)}`);
  io.out(io.style('green', `   HTTP ${page.status} from Pod ${pod}`));
}

async function deleteAll(local: Local, story: Story, certificateArn: string): Promise<void> {
  const [gatewayClass, ...rest] = loadAll(guideManifests(certificateArn, 'web-v2')) as readonly Manifest[];
  const applications = ['web', 'web-v2'].flatMap((name) => loadAll(applicationManifests(name)) as readonly Manifest[]);
  for (const manifest of [...rest, ...applications].reverse()) await local.applier.remove(manifest);
  await until('the load balancer to be deleted', patienceMs, async () =>
    local.emulator.loadBalancers().length === 0 ? true : undefined,
  );
  story.tell(
    'AWS holds the load balancer’s network interfaces for a while, and with them its security group: a minute passes',
  );
  await local.emulator.clock.advance(60_000);
  await until('the Gateway to be gone', patienceMs, async () => {
    const gateway = rest.find(({ kind }) => kind === 'Gateway');
    return gateway && (await local.applier.get(gateway)) === undefined ? true : undefined;
  });
  story.tell('the Gateway is gone; with the next minute the sweep gives back what the cluster’s load balancers shared');
  await local.emulator.clock.advance(60_000);
  await until('AWS to be empty', patienceMs, async () => ((await leftovers(local)).length === 0 ? true : undefined));
  if (gatewayClass) await local.applier.remove(gatewayClass);
}

/** What AWS still has of ours, asked through its API as anybody would. */
async function leftovers({ emulator }: Local): Promise<readonly string[]> {
  const { vpcId, region, clusterName } = emulator.aws.account();
  const credentials = { accessKeyId: 'demo', secretAccessKey: 'demo' };
  const reader = createAwsReader(createAwsClients({ region, endpoint: emulator.awsEndpoint, credentials }, unlimited));
  const groups = await reader.securityGroups({ vpcId, tags: { [alb.tagKeys.cluster]: clusterName } });
  return [
    ...emulator.aws.loadBalancers.loadBalancers().map(({ name }) => `load balancer ${name}`),
    ...emulator.aws.loadBalancers.targetGroups().map(({ name }) => `target group ${name}`),
    ...groups.map(({ name }) => `security group ${name}`),
  ];
}

const unlimited = { turn: () => Promise.resolve(), throttled: () => {} };

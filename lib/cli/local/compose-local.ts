// The composition root of local mode: what `cdk deploy` would deploy, on this machine, with an emulated AWS around it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManifestApplier, type ManifestApplier } from '../../adapters/kube/apply-manifests.ts';
import { createKubeHttp, type KubeHttp } from '../../adapters/kube/http.ts';
import { kubeconfigConnection } from '../../adapters/kube/kubeconfig-connection.ts';
import { environment } from '../../config.ts';
import { type AddressMap, defaultAddressMap } from '../../emulator/data-plane/address-map.ts';
import type { RuntimeEvent } from '../../emulator/lambda/runtime-event.ts';
import type { DeployedResource } from '../../emulator/lambda/template/deployed-stacks.ts';
import type { Stack } from '../../emulator/lambda/template/template.ts';
import { type Emulator, startEmulator } from '../../emulator/start.ts';
import { endpointVariables, vpcThere } from './other-aws.ts';
import { runForwarderPods } from './forwarder-pods.ts';
import { existingCluster } from './existing-cluster.ts';
import { type DeploymentContext, synthesize } from './synthesize.ts';

export interface LocalOptions {
  /** Name of the cluster; `local` if none is given. */
  readonly cluster?: string;
  /** Use this cluster instead of the emulated Kubernetes API. */
  readonly kubeconfig?: string;
  /** URL of another AWS, which must not ask for credentials. */
  readonly awsEndpoint?: string;
  /** Port of the AWS endpoint. */
  readonly port?: number;
  readonly timeScale?: number;
  /** Default true, as in AWS. */
  readonly strictCertificateFqdn?: boolean;
  readonly addressMap?: AddressMap;
  /** Changes the synthesized stacks before they run: tests take parts away. */
  readonly alterStacks?: (stacks: readonly Stack[]) => readonly Stack[];
  readonly context?: DeploymentContext;
  readonly onProgress?: (line: string) => void;
  readonly onEvent?: (event: LocalEvent) => void;
}

/** What the running parts print, as it happens. */
export type LocalEvent = RuntimeEvent | { readonly kind: 'forwarder'; readonly pod: string; readonly line: string };

export interface Local {
  readonly emulator: Emulator;
  /** Where the load balancers are: the emulated AWS, or the other one. */
  readonly awsEndpoint: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly http: KubeHttp;
  readonly applier: ManifestApplier;
  close(): Promise<void>;
}

const region = 'us-west-2';
const accountId = '123456789012';

/** Starts everything and installs the chart; resolves when the forwarder has seen the whole cluster. */
export async function composeLocal(options: LocalOptions): Promise<Local> {
  const cluster = options.cluster ?? 'local';
  const progress = options.onProgress ?? (() => {});
  const folder = await mkdtemp(join(tmpdir(), 'albatross-local-'));
  progress('bundling the functions and synthesizing the CDK app');
  const elsewhere = options.awsEndpoint;
  const vpc = elsewhere === undefined ? {} : { vpcId: await vpcThere(elsewhere, region, cluster) };
  const synthesized = await synthesize({
    clusters: [{ cluster, ...vpc }],
    env: { account: accountId, region },
    ...options.context,
  });
  const stacks = options.alterStacks?.(synthesized) ?? synthesized;
  progress('starting the emulated AWS, the cluster and the functions');
  const emulator = await startEmulator({
    clusterName: cluster,
    stacks,
    region,
    accountId,
    timeScale: options.timeScale ?? 1,
    strictCertificateFqdn: options.strictCertificateFqdn ?? true,
    ...(options.kubeconfig === undefined ? {} : { cluster: existingCluster(options.kubeconfig) }),
    addressMap: options.addressMap ?? defaultAddressMap,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(elsewhere === undefined ? {} : { functionEnvironment: endpointVariables(elsewhere) }),
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
  });
  const kubeconfig = options.kubeconfig ?? join(folder, 'kubeconfig.json');
  if (options.kubeconfig === undefined)
    await writeFile(kubeconfig, JSON.stringify(emulator.cluster.kubeconfig()), { mode: 0o600 });
  const http = createKubeHttp(await kubeconfigConnection(kubeconfig));
  for (const resource of emulator.stacks.resources('Custom::AlbatrossInstallation')) {
    progress('installing the chart through the install function');
    await installCell(emulator, resource);
  }
  progress('waiting for the forwarder to have seen the cluster');
  const seen = firstSync();
  const pods = runForwarderPods({
    http,
    namespace: 'albatross-system',
    folder,
    program: join(import.meta.dirname, '../../../dist/forwarder/index.mjs'),
    kubeconfig: (account) =>
      emulator.cluster.kubeconfig({
        name: `system:serviceaccount:albatross-system:${account}`,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:albatross-system'],
      }),
    isOurs: (variables) => variables[environment.changesQueueUrl]?.startsWith(emulator.awsEndpoint) ?? false,
    awsEnvironment: (pod) => forwarderCredentials(emulator, pod),
    onLine: (pod, line) => {
      seen.line(line);
      options.onEvent?.({ kind: 'forwarder', pod, line });
    },
  });
  await seen.done;
  return {
    emulator,
    awsEndpoint: elsewhere ?? emulator.awsEndpoint,
    kubeconfig,
    http,
    applier: createManifestApplier(http),
    close: async () => {
      await pods.close();
      http.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the line in which a forwarder says that it has seen the whole cluster; rejects if none comes. */
function firstSync(): { readonly done: Promise<void>; readonly line: (line: string) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const complaint = `no forwarder has seen the cluster within ${syncPatienceMs / 1000} s; its Pods are in the namespace albatross-system`;
  const timer = setTimeout(() => reject(new Error(complaint)), syncPatienceMs);
  return {
    done: promise,
    line: (line) => {
      if (!line.includes('"message":"synced"')) return;
      clearTimeout(timer);
      resolve();
    },
  };
}

const syncPatienceMs = 60_000;

/** Pod identity: the role that the template binds to the forwarder's service account. */
function forwarderCredentials(emulator: Emulator, pod: string): Readonly<Record<string, string>> {
  const [identity] = emulator.stacks.resources('AWS::EKS::PodIdentityAssociation');
  const role = identity?.properties()['RoleArn'];
  if (typeof role !== 'string') return {};
  const session = emulator.runtime.assumeRole(role, 'forwarder');
  return {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_SESSION_TOKEN: 'emulated',
    AWS_REGION: region,
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    POWERTOOLS_SERVICE_NAME: 'forwarder',
    POD_NAME: pod,
  };
}

/** What CloudFormation does with a custom resource: invoke its function, wait for the answer at the response URL. */
async function installCell(emulator: Emulator, resource: DeployedResource): Promise<void> {
  const { ServiceToken, ...properties } = resource.properties();
  const mailbox = await openMailbox();
  try {
    const outcome = await emulator.runtime.invoke(String(ServiceToken), {
      RequestType: 'Create',
      ResponseURL: mailbox.url,
      StackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${resource.stack.name}/local`,
      RequestId: 'local',
      LogicalResourceId: resource.logicalId,
      ResourceType: 'Custom::AlbatrossInstallation',
      ServiceToken,
      ResourceProperties: { ServiceToken, ...properties },
    });
    if (outcome.kind !== 'ok') throw new Error(`the install function failed: ${outcome.error.errorMessage}`);
    const answer = mailbox.received();
    if (answer?.Status !== 'SUCCESS')
      throw new Error(`the chart could not be installed: ${answer?.Reason ?? 'no answer came'}`);
  } finally {
    mailbox.close();
  }
}

interface CustomResourceAnswer {
  readonly Status?: string;
  readonly Reason?: string;
}

/** A response URL: keeps what is PUT to it. */
async function openMailbox() {
  let received: CustomResourceAnswer | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received = JSON.parse(Buffer.concat(chunks).toString('utf8')) as CustomResourceAnswer;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    received: () => received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

// A real etcd, kube-apiserver and kube-controller-manager on loopback, with one administrator: no scheduler, no kubelet.
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:https';
import type { KubernetesBinaries } from './build.ts';

export interface RealKubernetes {
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** What the emulated API server does by itself; workloads have controllers of their own there. */
const controllers = [
  'clusterrole-aggregation-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'root-ca-certificate-publisher-controller',
  'serviceaccount-controller',
];

const patienceMs = 120_000;

export async function startRealKubernetes(binaries: KubernetesBinaries): Promise<RealKubernetes> {
  const folder = await mkdtemp(join(tmpdir(), 'albatross-kubernetes-'));
  const [client, peer, secure] = await Promise.all([freePort(), freePort(), freePort()]);
  const token = randomUUID();
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`);
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), keys.privateKey.export({ type: 'pkcs1', format: 'pem' }));
  await writeFile(join(folder, 'sa.pub'), keys.publicKey.export({ type: 'spki', format: 'pem' }));

  const etcd = run(binaries.etcd, [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync=true',
    '--log-level=error',
  ]);
  const apiServer = run(binaries.apiServer, [
    `--etcd-servers=http://127.0.0.1:${client}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${secure}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    '--v=0',
  ]);
  const url = `https://127.0.0.1:${secure}`;
  const caPem = await untilReady(url, token, join(folder, 'certificates', 'apiserver.crt'), apiServer);
  const kubeconfig = join(folder, 'kubeconfig.json');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(url, caPem, token)));
  const controllerManager = run(binaries.controllerManager, [
    `--kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${await freePort()}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--service-account-private-key-file=${join(folder, 'sa.key')}`,
    `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
    `--controllers=${controllers.join(',')}`,
    '--leader-elect=false',
    '--v=0',
  ]);
  return {
    url,
    token,
    caPem,
    kubeconfig,
    stop: async () => {
      await Promise.all([end(controllerManager), end(apiServer), end(etcd)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function run(binary: string, args: readonly string[]): ChildProcess {
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (/^(F|E)\d{4}/m.test(chunk.toString()) && process.env['VERBOSE']) process.stderr.write(chunk);
  });
  return child;
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function untilReady(url: string, token: string, certificate: string, server: ChildProcess): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`kube-apiserver ended with ${server.exitCode}; VERBOSE=1 shows why`);
    const ca = await readFile(certificate, 'utf8').catch(() => undefined);
    if (ca !== undefined && (await isReady(url, token, ca))) return ca;
    if (Date.now() > deadline) throw new Error('kube-apiserver is not ready after two minutes');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isReady(url: string, token: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}/readyz`, { ca, headers: { authorization: `Bearer ${token}` } }, (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode === 200));
    });
    outgoing.on('error', () => resolve(false));
    outgoing.end();
  });
}

function kubeconfigOf(server: string, caPem: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'real', cluster: { server, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'admin' } }],
    'current-context': 'real',
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

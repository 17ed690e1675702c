// Runs the forwarder's Pods: one process of the bundled program for each Pod of its Deployment, with the Pod's own
// environment, its service account's kubeconfig and its role's credentials, as the container would have them.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KubeHttp } from '../../adapters/kube/http.ts';

export interface ForwarderPodsOptions {
  readonly http: KubeHttp;
  readonly namespace: string;
  /** Folder for the kubeconfigs of the Pods. */
  readonly folder: string;
  /** Bundled program: dist/forwarder/index.mjs. */
  readonly program: string;
  /** Kubeconfig of a service account, as an object. */
  readonly kubeconfig: (serviceAccount: string) => object;
  /** AWS credentials and endpoint of a Pod. */
  readonly awsEnvironment: (pod: string) => Readonly<Record<string, string>>;
  /** False for a Pod that an earlier run left in the cluster: it would ring queues that are gone. */
  readonly isOurs: (environment: Readonly<Record<string, string>>) => boolean;
  /** A line that a forwarder printed. */
  readonly onLine: (pod: string, line: string) => void;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly { readonly env?: readonly EnvironmentVariable[] }[];
  };
}

interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
}

const selector = 'labelSelector=app.kubernetes.io%2Fname%3Dalbatross-forwarder';

/** Follows the Pods until it is closed. */
export function runForwarderPods(options: ForwarderPodsOptions): { close(): Promise<void> } {
  const processes = new Map<string, ChildProcess>();
  const ending = new AbortController();
  const running = follow(options, ending.signal, async (type, pod) => {
    const { name } = pod.metadata;
    const isGone = type === 'DELETED' || pod.metadata.deletionTimestamp !== undefined;
    if (isGone) stop(processes, name);
    else if (!processes.has(name) && options.isOurs(environmentOf(pod))) processes.set(name, await start(options, pod));
  });
  return {
    close: async () => {
      ending.abort();
      const ended = [...processes.values()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const name of processes.keys()) stop(processes, name);
      await Promise.all([running, ...ended]);
    },
  };
}

function stop(processes: Map<string, ChildProcess>, name: string): void {
  processes.get(name)?.kill('SIGTERM');
  processes.delete(name);
}

async function start(options: ForwarderPodsOptions, pod: Pod): Promise<ChildProcess> {
  const { name } = pod.metadata;
  const kubeconfig = join(options.folder, `${name}.kubeconfig.json`);
  await writeFile(kubeconfig, JSON.stringify(options.kubeconfig(pod.spec.serviceAccountName ?? 'default')));
  const child = spawn(process.execPath, [options.program], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...environmentOf(pod),
      ...options.awsEnvironment(name),
      KUBECONFIG: kubeconfig,
      TMPDIR: options.folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => options.onLine(name, line));
  return child;
}

/** The first container's environment, with the fields of the Pod that it refers to. */
function environmentOf({ metadata, spec }: Pod): Readonly<Record<string, string>> {
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
  };
  const variables = spec.containers[0]?.env ?? [];
  return Object.fromEntries(
    variables.map(({ name, value, valueFrom }) => [name, value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ''] ?? '']),
  );
}

/** Watches the Pods; a watch that ends is begun again. */
async function follow(
  { http, namespace }: ForwarderPodsOptions,
  signal: AbortSignal,
  changed: (type: string, pod: Pod) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const stream = await http.stream(
        { method: 'GET', path: `/api/v1/namespaces/${namespace}/pods?watch=true&${selector}` },
        signal,
      );
      for await (const line of createInterface({ input: stream })) {
        const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: Pod };
        if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') await changed(type, object);
      }
    } catch {
      // Cut or refused: the next watch begins with everything that is there.
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

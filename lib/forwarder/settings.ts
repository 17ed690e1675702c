// What the forwarder is told through its environment; a mistake ends the process with one sentence.
import { environment } from '../config.ts';

export interface ForwarderSettings {
  readonly cluster: string;
  readonly queueUrl: string;
  readonly secretNamespaces: readonly string[];
  /** Unique among the replicas. */
  readonly replica: string;
  /** Where the Lease is; absent (POD_NAMESPACE unset): a single process that needs none. */
  readonly namespace?: string;
  /** Absent: inside the cluster. */
  readonly kubeconfig?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Throws an Error of one sentence at the first variable that is missing or malformed; an empty variable counts as
 * unset.
 */
export function readSettings(env: Environment): ForwarderSettings {
  const kubeconfig = env['KUBECONFIG'];
  const namespace = env['POD_NAMESPACE'];
  return {
    cluster: required(env, environment.cluster),
    queueUrl: required(env, environment.changesQueueUrl),
    secretNamespaces: namespaces(env[environment.secretNamespaces]),
    replica: replicaName(env),
    ...(namespace ? { namespace } : {}),
    ...(kubeconfig ? { kubeconfig } : {}),
  };
}

/** The Pod's name; outside a cluster there is one replica per machine. */
export function replicaName(env: Environment): string {
  return env['POD_NAME'] || 'local';
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set. See --help.`);
  return value;
}

function namespaces(text: string | undefined): readonly string[] {
  if (!text) return [];
  const complaint = `${environment.secretNamespaces} is not a JSON list of namespace names: ${text}`;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new Error(complaint);
  }
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) throw new Error(complaint);
  return list;
}

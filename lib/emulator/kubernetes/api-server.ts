// The emulated Kubernetes API server: one value that other parts of the emulator, tests and `albatross local` compose.
import type { ResourceDefinition } from '../../generated/kubernetes/resource-definition.ts';
import type { Clock } from '../clock.ts';
import type { WireHandler } from '../wire.ts';
import { createAuthentication, type TokenHook } from './authentication.ts';
import { systemUser, type User } from './user.ts';
import { decide } from './authorization.ts';
import { runInBackground } from './background/background.ts';
import { customResources, serveDefinition } from './background/custom-resources.ts';
import { garbageCollection } from './background/garbage-collection.ts';
import { nodeLifecycle } from './background/node-lifecycle.ts';
import { namespaceDeletion } from './background/namespace-deletion.ts';
import { bootstrap } from './bootstrap.ts';
import type { KubernetesClient } from './client.ts';
import { createClient } from './in-process/create-client.ts';
import { createIdentities } from './identity.ts';
import { createWeather, type Interruptions } from './interruptions.ts';
import { listenSecurely, type KubernetesEndpoint } from './listen.ts';
import type { Machinery } from './machinery.ts';
import type { WatchStream } from './reads/watch-stream.ts';
import { roleAggregation } from './rbac/aggregation.ts';
import { createResourceRegistry } from './resources.ts';
import type { Server } from './server.ts';
import { createObjectStore } from './store/object-store.ts';
import { publishAccounts, publishIn, type RootCa } from './service-accounts/publish-accounts.ts';
import { createServiceAccountTokens } from './service-accounts/service-account-tokens.ts';
import { createSigningKey } from './service-accounts/signing-key.ts';
import type { KubernetesObject } from './object.ts';
import { serve, wireHandler } from './wire/handle.ts';

export { ApiError } from './api-error.ts';
export type { User } from './user.ts';
export type { Failure, Interruptions } from './interruptions.ts';
export type { KubernetesEndpoint } from './listen.ts';
export type {
  DeleteOptions,
  KindRef,
  KubernetesClient,
  ObjectList,
  ObjectRef,
  PatchOptions,
  Selection,
  WatchEvent,
  WriteOptions,
} from './client.ts';
export type * from './object.ts';

export interface KubernetesOptions {
  readonly clock: Clock;
  /** The built-in kinds. Every other kind enters as a CustomResourceDefinition created through the API. */
  readonly resources: readonly ResourceDefinition[];
  /** Varies uids and generated names; the same seed and requests give the same objects. Default 1. */
  readonly seed?: number;
  /** Bearer tokens known from the start. */
  readonly tokens?: Readonly<Record<string, User>>;
  /** Asked for tokens that are not in `tokens`, e.g. EKS tokens; undefined means 401. */
  readonly authenticateToken?: TokenHook;
  /** Off: every authenticated request is allowed. Default on (RBAC over the objects in the store). */
  readonly authorization?: 'rbac' | 'always-allow';
  /** What a container has written so far, for `pods/log`; undefined when nobody keeps it. */
  readonly podLog?: (pod: KubernetesObject, container: string) => string | undefined;
  /** How many changes a watch can go back before it gets 410 Gone. Default 10 000. */
  readonly historyLimit?: number;
}

export interface Kubernetes {
  /** The wire, without a socket. */
  readonly handle: WireHandler;
  /** Serves HTTPS on 127.0.0.1 with a certificate of its own CA; port 0 (default) takes a free one. */
  listen(port?: number): Promise<KubernetesEndpoint>;
  /** A kubeconfig (plain object, ready for YAML or JSON) for a user; issues a bearer token for that user. */
  kubeconfig(endpoint: KubernetesEndpoint, user?: User): KubeconfigFile;
  /** A new bearer token of a user. */
  issueToken(user: User): string;
  /** In-process access; without a user as `system:masters`, whom nothing forbids. */
  client(user?: User): KubernetesClient;
  /** Weather, per test. */
  readonly interruptions: Interruptions;
  /** Resolves when background work (garbage collection, namespace emptying, CRD removal) has nothing left to do. */
  settled(): Promise<void>;
}

/** The kubeconfig file format, one cluster, one context. */
export interface KubeconfigFile {
  readonly apiVersion: 'v1';
  readonly kind: 'Config';
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly 'current-context': string;
}

function createMachinery({ clock, resources, seed = 1, historyLimit = 10_000 }: KubernetesOptions): Machinery {
  const registry = createResourceRegistry();
  for (const definition of resources) registry.add(definition, { custom: false });
  const metadataSchema = resources[0]?.versions[0]?.schema.properties?.['metadata'] ?? {};
  const store = createObjectStore(historyLimit);
  return { clock, store, resources: registry, identities: createIdentities(seed), metadataSchema };
}

function createServer(options: KubernetesOptions): Server {
  const machinery = createMachinery(options);
  const openWatches = new Set<WatchStream>();
  const { tokens = {}, authenticateToken = () => undefined, authorization = 'rbac', seed = 1 } = options;
  const accounts = createServiceAccountTokens({ ...machinery, key: createSigningKey(seed) });
  const { identities } = machinery;
  return {
    machinery,
    tokens: accounts,
    podLog: options.podLog ?? (() => undefined),
    authentication: createAuthentication(tokens, authenticateToken, { identities, accounts }),
    decide: (user, asked) =>
      authorization === 'always-allow' ? { allowed: true } : decide(machinery.store, user, asked),
    weather: createWeather(machinery.store, openWatches),
    openWatches,
  };
}

const configOf = (endpoint: KubernetesEndpoint, user: User, token: string): KubeconfigFile => {
  const authority = Buffer.from(endpoint.caPem).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'emulated', cluster: { server: endpoint.url, 'certificate-authority-data': authority } }],
    users: [{ name: user.name, user: { token } }],
    contexts: [{ name: 'emulated', context: { cluster: 'emulated', user: user.name } }],
    'current-context': 'emulated',
  };
};

function clientOf(server: Server, user: User): KubernetesClient {
  return createClient({
    manager: user.name,
    resourceOf: ({ apiVersion, kind }) => server.machinery.resources.ofKind(apiVersion, kind),
    send: (method, path, body, contentType = 'application/json') => {
      const bytes = body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body));
      return serve(server, { method, path, headers: { 'content-type': contentType }, body: bytes }, () => user);
    },
  });
}

/** Starts an API server with the namespaces `default`, `kube-system`, `kube-public` and `kube-node-lease`. */
export function createKubernetes(options: KubernetesOptions): Kubernetes {
  const server = createServer(options);
  const { machinery, authentication, weather, openWatches } = server;
  machinery.store.subscribe((change) => serveDefinition(machinery, change));
  let caPem: string | undefined;
  const rootCa: RootCa = { pem: () => caPem };
  const controllers = [
    customResources(machinery),
    garbageCollection(machinery),
    namespaceDeletion(machinery),
    publishAccounts(machinery, rootCa),
    nodeLifecycle(machinery),
    roleAggregation(machinery),
  ];
  const background = runInBackground(machinery.store, controllers, (error) =>
    process.emitWarning(error instanceof Error ? error : String(error)),
  );
  bootstrap(machinery);
  const handle = wireHandler(server);
  const endWatches = () => {
    for (const stream of [...openWatches]) stream.end();
  };
  return {
    handle,
    listen: async (port = 0) => {
      const endpoint = await listenSecurely(handle, port, endWatches);
      caPem = endpoint.caPem;
      for (const { metadata } of machinery.store.list('namespaces')) publishIn(machinery, rootCa, metadata.name ?? '');
      return endpoint;
    },
    kubeconfig: (endpoint, user = systemUser) => configOf(endpoint, user, authentication.issueToken(user)),
    issueToken: (user) => authentication.issueToken(user),
    client: (user = systemUser) => clientOf(server, user),
    interruptions: weather,
    settled: () => background.settled(),
  };
}

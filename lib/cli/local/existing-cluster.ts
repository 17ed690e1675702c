// Somebody's own Kubernetes API behind a door that understands EKS tokens: the identity of the token is impersonated,
// so that the cluster's own RBAC judges the functions as it would on EKS.
// https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
import type { KubeConnection } from '../../adapters/kube/http.ts';
import { kubeconfigConnection } from '../../adapters/kube/kubeconfig-connection.ts';
import type { ClusterApiFactory, TokenAuthenticator } from '../../emulator/cluster-api.ts';
import type { User } from '../../emulator/kubernetes/user.ts';
import { listenSecurely } from '../../emulator/kubernetes/listen.ts';
import type { WireHandler, WireRequest, WireResponse } from '../../emulator/wire.ts';
import { createHttpsWire } from '../../emulator/workloads/https-wire.ts';
import { createWireClusterClient } from '../../emulator/workloads/wire-cluster-client.ts';

/** The cluster of a kubeconfig's current context; its user must be allowed to impersonate. */
export function existingCluster(kubeconfig: string): ClusterApiFactory {
  return async ({ authenticate }) => {
    const connection = await kubeconfigConnection(kubeconfig);
    const wire = createHttpsWire({
      server: connection.server,
      ...(connection.ca ? { caPem: connection.ca } : {}),
      ...(connection.clientCertificate
        ? { clientCertificatePem: connection.clientCertificate.cert, clientKeyPem: connection.clientCertificate.key }
        : {}),
    });
    const asAdministrator = administrator(wire.handle, connection);
    const issued = new Map<string, User>();
    const door = await listenSecurely(
      impersonating(asAdministrator, (token) => issued.get(token) ?? authenticate(token)),
      0,
      () => {},
    );
    return {
      url: door.url,
      caPem: door.caPem,
      workloads: createWireClusterClient({ handle: asAdministrator }),
      kubeconfig: (user = { name: 'system:admin', groups: ['system:masters'] }) => {
        const token = `local-${issued.size}-${user.name}`;
        issued.set(token, user);
        return kubeconfigFile(door.url, door.caPem, token);
      },
      close: async () => {
        wire.close();
        await door.close();
      },
    };
  };
}

/** Requests with the kubeconfig's own credentials. */
function administrator(handle: WireHandler, connection: KubeConnection): WireHandler {
  return async (request) => {
    const token = await connection.token(false);
    return handle({
      ...request,
      headers: { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  };
}

/** Requests in the name of whoever the bearer token stands for; nobody's are answered 401 here. */
function impersonating(handle: WireHandler, authenticate: TokenAuthenticator): WireHandler {
  return async (request) => {
    const user = authenticate(request.headers['authorization']?.replace(/^Bearer /, '') ?? '');
    return user ? handle(inTheNameOf(user, request)) : unauthorized;
  };
}

function inTheNameOf({ name, groups }: User, request: WireRequest): WireRequest {
  const { authorization: _token, host: _host, ...headers } = request.headers;
  // The server itself adds the groups of a service account and system:authenticated.
  const [group] = name.startsWith('system:serviceaccount:') ? [] : groups;
  return {
    ...request,
    headers: { ...headers, 'impersonate-user': name, ...(group === undefined ? {} : { 'impersonate-group': group }) },
  };
}

const unauthorized: WireResponse = {
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  }),
};

function kubeconfigFile(server: string, caPem: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'local', cluster: { server, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } },
    ],
    users: [{ name: 'local', user: { token } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: 'local' } }],
    'current-context': 'local',
  };
}

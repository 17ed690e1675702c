// Kubernetes objects for tests, as an API server sends them: valid, small, and with one argument for what a test is about.
// Everything lives in namespace `shop`, in cluster `test`, unless a test says otherwise.
import type { ClusterId, GatewayKey } from '../../lib/core/base/ids.ts';
import { type ClusterSnapshot, parseSnapshot } from '../../lib/core/snapshot/cluster-snapshot.ts';

export type RawObject = Readonly<Record<string, unknown>>;
export type Part = Readonly<Record<string, unknown>>;

export const cluster = 'test' as ClusterId;
export const gatewayKey: GatewayKey = { cluster, namespace: 'shop', name: 'web' };

const epoch = '2026-01-01T00:00:00Z';

/** Metadata with a uid made of the name; `namespace: ''` for cluster-scoped objects. */
export function aMetadata(kind: string, name: string, part: Part = {}): Part {
  const namespace = part['namespace'] ?? 'shop';
  const uid = `${kind.toLowerCase()}-${String(namespace)}-${name}`;
  return { name, namespace, uid, generation: 1, resourceVersion: '1', creationTimestamp: epoch, ...part };
}

interface Options {
  readonly name?: string;
  readonly namespace?: string;
  readonly metadata?: Part;
  readonly status?: Part;
}

function anObject(
  [apiVersion, kind, name]: readonly [string, string, string],
  options: Options,
  body: Part,
): RawObject {
  const namespace = options.namespace === undefined ? {} : { namespace: options.namespace };
  const metadata = aMetadata(kind, options.name ?? name, { ...namespace, ...options.metadata });
  return { apiVersion, kind, metadata, ...body, ...(options.status && { status: options.status }) };
}

const gatewayApi = 'gateway.networking.k8s.io/v1';
const configuration = 'gateway.k8s.aws/v1';

export function aGatewayClass(spec: Part = {}, options: Options = {}): RawObject {
  return anObject(
    [gatewayApi, 'GatewayClass', 'alb'],
    { namespace: '', ...options },
    { spec: { controllerName: 'gateway.k8s.aws/alb', ...spec } },
  );
}

/** `shop/web`, class `alb`, one listener `http` on port 80. */
export function aGateway(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([gatewayApi, 'Gateway', 'web'], options, {
    spec: { gatewayClassName: 'alb', listeners: [aListener()], ...spec },
  });
}

export function aListener(part: Part = {}): Part {
  return { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } }, ...part };
}

export function anHttpsListener(part: Part = {}): Part {
  return aListener({ name: 'https', port: 443, protocol: 'HTTPS', ...part });
}

export function aListenerSet(spec: Part = {}, options: Options = {}): RawObject {
  const listeners = [aListener({ name: 'extra', port: 8080 })];
  return anObject([gatewayApi, 'ListenerSet', 'more'], options, {
    spec: { parentRef: { name: 'web', namespace: 'shop' }, listeners, ...spec },
  });
}

export function aParentRef(part: Part = {}): Part {
  return { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web', ...part };
}

/** `shop/route`: everything to Service `app`, port 80. */
export function anHttpRoute(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([gatewayApi, 'HTTPRoute', 'route'], options, {
    spec: { parentRefs: [aParentRef()], rules: [aRule()], ...spec },
  });
}

export function aRule(part: Part = {}): Part {
  return { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [aBackendRef()], ...part };
}

export function aBackendRef(part: Part = {}): Part {
  return { group: '', kind: 'Service', name: 'app', port: 80, weight: 1, ...part };
}

export function aGrpcRoute(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([gatewayApi, 'GRPCRoute', 'grpc'], options, {
    spec: { parentRefs: [aParentRef()], rules: [{ backendRefs: [aBackendRef()] }], ...spec },
  });
}

/** `shop/app`: port 80 to 8080, node port 30080. */
export function aService(spec: Part = {}, options: Options = {}): RawObject {
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080, protocol: 'TCP' }];
  return anObject(['v1', 'Service', 'app'], options, {
    spec: { type: 'NodePort', ports, ipFamilies: ['IPv4'], ...spec },
  });
}

export function aNamespace(name: string, labels: Part = {}): RawObject {
  return anObject(
    ['v1', 'Namespace', name],
    { namespace: '', metadata: { labels: { 'kubernetes.io/metadata.name': name, ...labels } } },
    {},
  );
}

/** A TLS Secret whose PEM blocks have the right form and nothing in them. */
export function aTlsSecret(options: Options & { readonly data?: Part } = {}): RawObject {
  const pem = (label: string): string =>
    Buffer.from(`-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`).toString('base64');
  const data = options.data ?? { 'tls.crt': pem('CERTIFICATE'), 'tls.key': pem('PRIVATE KEY') };
  return anObject(['v1', 'Secret', 'cert'], options, { type: 'kubernetes.io/tls', data });
}

export function aConfigMap(data: Part, options: Options = {}): RawObject {
  return anObject(['v1', 'ConfigMap', 'config'], options, { data });
}

export function aSecret(data: Part, options: Options = {}): RawObject {
  return anObject(['v1', 'Secret', 'secret'], options, { type: 'Opaque', data });
}

export function aReferenceGrant(spec: Part, options: Options = {}): RawObject {
  return anObject([gatewayApi, 'ReferenceGrant', 'grant'], options, { spec });
}

export function aLoadBalancerConfiguration(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([configuration, 'LoadBalancerConfiguration', 'lb'], options, { spec });
}

export function aTargetGroupConfiguration(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([configuration, 'TargetGroupConfiguration', 'tg'], options, {
    spec: { targetReference: { name: 'app' }, ...spec },
  });
}

export function aListenerRuleConfiguration(spec: Part = {}, options: Options = {}): RawObject {
  return anObject([configuration, 'ListenerRuleConfiguration', 'rule'], options, { spec });
}

/** `ready` by default; provider id of instance `i-<name>`. */
export function aNode(options: Options & { readonly ready?: boolean; readonly spec?: Part } = {}): RawObject {
  const name = options.name ?? 'node-a';
  const conditions = [{ type: 'Ready', status: options.ready === false ? 'False' : 'True' }];
  const status = { conditions, addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] };
  const spec = { providerID: `aws:///us-west-2a/i-${name}`, ...options.spec };
  return { ...anObject(['v1', 'Node', name], { namespace: '', ...options }, { spec }), status };
}

/** One ready endpoint of Service `app`. */
export function anEndpointSlice(part: Part = {}, options: Options & { readonly service?: string } = {}): RawObject {
  const labels = { 'kubernetes.io/service-name': options.service ?? 'app' };
  const body = {
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      {
        addresses: ['10.244.0.10'],
        conditions: { ready: true },
        targetRef: { kind: 'Pod', namespace: 'shop', name: 'app-0' },
      },
    ],
    ...part,
  };
  return anObject(
    ['discovery.k8s.io/v1', 'EndpointSlice', 'app-1'],
    { ...options, metadata: { labels, ...options.metadata } },
    body,
  );
}

/** The objects as one complete snapshot, with namespace `shop`. */
export function snapshotOf(objects: readonly RawObject[], allRead = true): ClusterSnapshot {
  return parseSnapshot(cluster, { all: [aNamespace('shop'), ...objects] }, allRead, () => ({
    keyAlgorithm: 'RSA_2048',
  }));
}

// The worked example of the ALB Gateway guide in an emulated cell: its four manifests, a NodePort Service, the account's nodes.
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { guideManifests } from '../../lib/cli/demo/worked-example.ts';
import type { EmulatedCell } from './emulated-cell.ts';

export const namespace = 'example-ns';

export interface Example {
  readonly gateway: Manifest;
  readonly route: Manifest;
  /** All of them, in the order in which they are applied. */
  readonly manifests: readonly Manifest[];
}

/** Backed by Services `web` (node port 30080) and `web-v2` (30090); the route leads to `backend`. */
export function workedExample(cell: EmulatedCell, backend = 'web'): Example {
  const { certificateArn, nodes } = cell.aws.account();
  const guide = loadAll(guideManifests(certificateArn, backend)) as readonly Manifest[];
  return {
    gateway: named(guide, 'Gateway'),
    route: named(guide, 'HTTPRoute'),
    manifests: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      ...nodes.map(({ privateDnsName, providerId, privateIp }) => aNode(privateDnsName, providerId, privateIp)),
      aService('web', { type: 'NodePort', nodePort: 30_080 }),
      aService('web-v2', { type: 'NodePort', nodePort: 30_090 }),
      ...guide,
    ],
  };
}

export function named(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

export function aService(
  name: string,
  { type, nodePort }: { readonly type: string; readonly nodePort?: number },
): Manifest {
  const port = {
    name: 'http',
    port: 80,
    targetPort: 8080,
    protocol: 'TCP',
    ...(nodePort === undefined ? {} : { nodePort }),
  };
  const body = { spec: { type, selector: { app: name }, ports: [port] } };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, ...body };
}

export function anEndpointSlice(service: string, addresses: readonly string[]): Manifest {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-1`,
      namespace,
      labels: { 'kubernetes.io/service-name': service },
    } as Manifest['metadata'],
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  };
}

function aNode(name: string, providerID: string, address: string): Manifest {
  const status = { conditions: [{ type: 'Ready', status: 'True' }], addresses: [{ type: 'InternalIP', address }] };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { providerID }, status };
}

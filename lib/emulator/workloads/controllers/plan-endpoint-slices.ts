// Services with a selector get EndpointSlices that name their pods; slices of others are never touched
// (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices).
//
//  pod                  ready                          serving     terminating
//  running              Ready condition                = Ready     false
//  being deleted        false                          = Ready     true
//  no address, ended    not listed
//  publishNotReadyAddresses makes `ready` true, except for pods being deleted
import type { Endpoint, EndpointPort } from '../../../generated/kubernetes/types.ts';
import { equalJson } from '../equal-json.ts';
import { containsAll } from '../label-selector.ts';
import { acceptsObjects, controllerReference, isReady, isTerminating } from '../objects.ts';
import type { Cluster, EndpointSlice, Pod, Service } from '../objects.ts';
import { safeHash } from '../safe-hash.ts';
import type { Write } from '../write.ts';
import { targetPorts } from './target-ports.ts';

const serviceLabel = 'kubernetes.io/service-name';
const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslice-controller.k8s.io';

/** Endpoints per slice (kube-controller-manager's default). */
const sliceSize = 100;

/** Slices to create, change and delete so that they tell what the Services select. */
export function planEndpointSlices(cluster: Cluster): readonly Write[] {
  const wanted = cluster.services.filter(hasSelector).flatMap((service) => slicesOf(service, cluster));
  const ours = cluster.endpointSlices.filter(({ metadata }) => metadata.labels?.[managedByLabel] === manager);
  const keyOf = ({ metadata }: { metadata: { name: string; namespace?: string | undefined } }) =>
    `${metadata.namespace}/${metadata.name}`;
  const held = new Map(ours.map((slice) => [keyOf(slice), slice]));
  const kept = new Set(wanted.map(keyOf));
  return [
    ...wanted.flatMap((slice) => planSlice(slice, held.get(keyOf(slice)))),
    ...ours
      .filter((slice) => !kept.has(keyOf(slice)) && !isTerminating(slice))
      .map((object): Write => ({ verb: 'delete', object })),
  ];
}

const hasSelector = ({ spec }: Service) =>
  spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;

type WantedSlice = ReturnType<typeof newSlice>;

function planSlice(wanted: WantedSlice, held: EndpointSlice | undefined): readonly Write[] {
  if (!held) return [{ verb: 'create', object: wanted }];
  const { endpoints, ports } = wanted;
  if (equalJson([held.endpoints ?? [], held.ports ?? []], [endpoints, ports])) return [];
  return [{ verb: 'update', object: { ...held, endpoints, ports } as EndpointSlice }];
}

/** Pods whose named ports resolve to different numbers need slices of their own. */
function slicesOf(service: Service, cluster: Cluster): readonly WantedSlice[] {
  if (isTerminating(service) || !acceptsObjects(cluster, service.metadata.namespace)) return [];
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Endpoint[] }>();
  for (const pod of cluster.pods) {
    if (!isBehind(pod, service)) continue;
    const ports = targetPorts(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(pod, service, cluster));
    groups.set(key, group);
  }
  if (groups.size === 0) return [newSlice(service, 'none', [], [])];
  return [...groups].flatMap(([key, { ports, endpoints }]) =>
    Array.from({ length: Math.ceil(endpoints.length / sliceSize) }, (_, index) =>
      newSlice(
        service,
        index === 0 && groups.size === 1 ? 'none' : `${key}/${index}`,
        ports,
        endpoints.slice(index * sliceSize, (index + 1) * sliceSize),
      ),
    ),
  );
}

function isBehind(pod: Pod, service: Service): boolean {
  const phase = pod.status?.phase;
  return (
    pod.metadata.namespace === service.metadata.namespace &&
    containsAll(pod.metadata.labels, service.spec?.selector ?? {}) &&
    pod.status?.podIP !== undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}

function endpointOf(pod: Pod, service: Service, cluster: Cluster): Endpoint {
  const terminating = isTerminating(pod);
  const serving = isReady(pod);
  const ready = !terminating && (serving || service.spec?.publishNotReadyAddresses === true);
  const node = cluster.nodes.find(({ metadata }) => metadata.name === pod.spec?.nodeName);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const { name, namespace, uid } = pod.metadata;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
    targetRef: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name, uid },
  };
}

function newSlice(service: Service, key: string, ports: readonly EndpointPort[], endpoints: readonly Endpoint[]) {
  const { name, namespace, uid } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${safeHash(`${uid}/${key}`, 5)}`,
      namespace,
      labels: { [serviceLabel]: name, [managedByLabel]: manager },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}

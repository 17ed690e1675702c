// What a kube-proxy would do for NodePorts: on every node, each port leads to endpoints of its Service; on the node's own
// only, if `externalTrafficPolicy` is Local (https://kubernetes.io/docs/reference/networking/virtual-ips).
//
//  endpoints of the port         traffic goes to
//  some ready                    the ready ones
//  none ready, some terminating  the terminating ones that still serve
//  none                          nobody: the port is closed
import type { Endpoint } from '../../../generated/kubernetes/types.ts';
import type { Cluster, EndpointSlice, Node, Service } from '../objects.ts';

export interface Backend {
  readonly address: string;
  readonly port: number;
}

/** One open port of one node. */
export interface NodePort {
  readonly nodeAddress: string;
  readonly port: number;
  readonly backends: readonly Backend[];
}

/** Every port that is open on a node. */
export function planNodePorts(cluster: Cluster): readonly NodePort[] {
  const services = cluster.services.filter(({ spec }) => spec?.type === 'NodePort' || spec?.type === 'LoadBalancer');
  return services.flatMap((service) => {
    const slices = cluster.endpointSlices.filter(
      ({ metadata }) =>
        metadata.namespace === service.metadata.namespace &&
        metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name,
    );
    return cluster.nodes.flatMap((node) => portsOnNode(service, slices, node));
  });
}

function portsOnNode(service: Service, slices: readonly EndpointSlice[], node: Node): readonly NodePort[] {
  const nodeAddress = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (nodeAddress === undefined) return [];
  const local = service.spec?.externalTrafficPolicy === 'Local';
  return (service.spec?.ports ?? []).flatMap((port) => {
    if (port.nodePort === undefined || port.protocol !== 'TCP') return [];
    const backends = backendsOf(slices, port.name ?? '', local ? node.metadata.name : undefined);
    return backends.length === 0 ? [] : [{ nodeAddress, port: port.nodePort, backends }];
  });
}

function backendsOf(
  slices: readonly EndpointSlice[],
  portName: string,
  onNode: string | undefined,
): readonly Backend[] {
  const candidates = slices.flatMap((slice) => {
    const port = slice.ports?.find(({ name }) => (name ?? '') === portName)?.port;
    return port === undefined ? [] : (slice.endpoints ?? []).map((endpoint) => ({ endpoint, port }));
  });
  const reachable = candidates.filter(({ endpoint }) => onNode === undefined || endpoint.nodeName === onNode);
  const ready = reachable.filter(({ endpoint }) => endpoint.conditions?.ready !== false);
  const chosen = ready.length > 0 ? ready : reachable.filter(({ endpoint }) => stillServes(endpoint));
  return chosen.flatMap(({ endpoint, port }) => endpoint.addresses.map((address) => ({ address, port })));
}

const stillServes = ({ conditions }: Endpoint) => conditions?.serving === true && conditions.terminating === true;

// IP targets: the ready endpoints behind one port of a Service. https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
import type { Endpoint, EndpointSlice, Node, ServicePort } from '../snapshot/objects.ts';
import type { Target } from '../stack/target.ts';
import { isInside } from './address-ranges.ts';

export interface EndpointWorld {
  readonly slices: readonly EndpointSlice[];
  /** For telling an endpoint that failed from one whose node has lost touch. */
  readonly nodes: readonly Node[];
  /** CIDRs of the VPC; targets elsewhere need the availability zone `all`. Absent: all are taken to be inside. */
  readonly vpcCidrs?: readonly string[];
}

/**
 * Targets of a Service port, each once, sorted. Terminating endpoints are left out: they are drained. If no endpoint is
 * ready, those on nodes that are not ready are used instead of none.
 */
export function endpointTargets(port: ServicePort, family: 'ipv4' | 'ipv6', world: EndpointWorld): readonly Target[] {
  const slices = world.slices.filter(({ addressType }) => addressType === (family === 'ipv6' ? 'IPv6' : 'IPv4'));
  const ready = targetsOf(slices, port, world, ({ ready: isReady, terminating }) => isReady && !terminating);
  if (ready.length > 0) return ready;
  const lostNodes = new Set(world.nodes.filter((node) => !node.ready).map(({ metadata }) => metadata.name));
  return targetsOf(
    slices,
    port,
    world,
    ({ terminating, nodeName }) => !terminating && nodeName !== undefined && lostNodes.has(nodeName),
  );
}

function targetsOf(
  slices: readonly EndpointSlice[],
  port: ServicePort,
  world: EndpointWorld,
  accepts: (endpoint: Endpoint) => boolean,
): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const { ports, endpoints } of slices) {
    // An unnamed Service port is the only one; its slices carry one port, named or not.
    const numbers = ports
      .filter(({ name }) => port.name === '' || name === port.name)
      .flatMap(({ port: number }) => number ?? []);
    for (const { addresses } of endpoints.filter(accepts)) {
      const [id] = addresses;
      if (id === undefined) continue;
      for (const number of numbers)
        targets.set(`${id}:${String(number)}`, { id, port: number, ...zoneOf(id, world.vpcCidrs) });
    }
  }
  return [...targets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
function zoneOf(address: string, vpcCidrs: readonly string[] | undefined): Pick<Target, 'availabilityZone'> {
  return vpcCidrs === undefined || vpcCidrs.some((cidr) => isInside(address, cidr)) ? {} : { availabilityZone: 'all' };
}

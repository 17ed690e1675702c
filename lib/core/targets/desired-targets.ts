// Service, EndpointSlices and Nodes → the targets that a bound target group should hold.
import type { EndpointSlice, Node, Service } from '../snapshot/objects.ts';
import type { BoundGroup } from '../stack/target-binding.ts';
import type { Target } from '../stack/target.ts';
import { endpointTargets } from './endpoint-targets.ts';
import { nodeTargets } from './node-targets.ts';

/** What is known of the cluster around one Service. */
export interface TargetWorld {
  readonly service: Service | undefined;
  /** All slices of the Service. */
  readonly slices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
  readonly vpcCidrs?: readonly string[];
}

/**
 * Undefined: nothing can be said, and registered targets stay as they are: the Service or its port does not exist (its
 * Gateway's rules say so, the group goes with them), or an instance group's Service has no node port any more.
 */
export function desiredTargets(binding: BoundGroup, world: TargetWorld): readonly Target[] | undefined {
  const port = world.service?.spec.ports.find((candidate) => candidate.port === binding.servicePort);
  if (port === undefined) return undefined;
  if (binding.targetType === 'ip') return endpointTargets(port, binding.ipAddressType, world);
  return port.nodePort === 0 ? undefined : nodeTargets(world.nodes, port.nodePort, binding.nodeSelector);
}

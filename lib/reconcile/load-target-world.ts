// Reads of the cluster what decides the targets of a Service: the Service, its EndpointSlices, the Nodes.
import type { ClusterId } from '../core/base/ids.ts';
import { parseSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import type { Node } from '../core/snapshot/objects.ts';
import type { TargetWorld } from '../core/targets/desired-targets.ts';
import type { ClusterReader } from './ports.ts';

/** One Service and what is behind it. Nodes are read once by the caller: they are the same for all Services. */
export async function loadTargetWorld(
  reader: ClusterReader,
  cluster: ClusterId,
  service: { readonly namespace: string; readonly name: string },
  nodes: readonly Node[],
): Promise<TargetWorld> {
  const [found, slices] = await Promise.all([
    reader.get({ kind: 'Service', ...service }),
    reader.list('EndpointSlice', service.namespace),
  ]);
  const { objects } = parseSnapshot(
    cluster,
    { Service: found === undefined ? [] : [found], EndpointSlice: slices },
    true,
  );
  return {
    service: objects.Service[0],
    slices: objects.EndpointSlice.filter((slice) => slice.service === service.name),
    nodes,
  };
}

/** All that can be decoded: malformed Nodes are left out in silence. Rejects if the cluster cannot be read. */
export async function loadNodes(reader: ClusterReader, cluster: ClusterId): Promise<readonly Node[]> {
  return parseSnapshot(cluster, { Node: await reader.list('Node') }, true).objects.Node;
}

// The finalizer keeps a Gateway in the API server until its AWS resources are gone.
import type { StatusPatch } from '../base/status-patch.ts';
import type { Graph } from '../graph/graph.ts';
import type { Profile } from '../profile/profile.ts';

/** To write before the first write to AWS. Empty: it is there, or the Gateway is not ours to build. */
export function claimGateway({ verdict, gateway }: Graph, { finalizer }: Profile): readonly StatusPatch[] {
  if (verdict !== 'ours' || gateway === undefined || gateway.finalizers.includes(finalizer)) return [];
  return [{ write: 'finalizers', object: gateway.key, apiVersion: gateway.apiVersion, add: [finalizer], remove: [] }];
}

/** To write after the last resource is gone. */
export function releaseGateway({ verdict, gateway }: Graph, { finalizer }: Profile): readonly StatusPatch[] {
  if (verdict !== 'deleting' || gateway === undefined || !gateway.finalizers.includes(finalizer)) return [];
  return [{ write: 'finalizers', object: gateway.key, apiVersion: gateway.apiVersion, add: [], remove: [finalizer] }];
}

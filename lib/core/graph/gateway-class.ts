// A GatewayClass of ours: accepted unless its parameters cannot be read.
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { configurationOfClass } from '../snapshot/gateway-scope.ts';
import type { GatewayClass } from '../snapshot/objects.ts';
import type { GatewayClassNode } from './graph.ts';
import { invalidParameters, type Judged, keyOf, problem } from './judged.ts';
import { unreadFields } from './unread-fields.ts';

/** https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclass; a `parametersRef` must name a LoadBalancerConfiguration. */
export function judgeGatewayClass(snapshot: ClusterSnapshot, gatewayClass: GatewayClass): Judged<GatewayClassNode> {
  const key = keyOf(gatewayClass);
  const complaint = parametersComplaint(snapshot, gatewayClass);
  const findings = complaint === undefined ? [] : [problem(key, 'spec.parametersRef', invalidParameters, complaint)];
  const value: GatewayClassNode = {
    key,
    apiVersion: gatewayClass.apiVersion,
    generation: gatewayClass.metadata.generation,
    resourceVersion: gatewayClass.metadata.resourceVersion,
    accepted: complaint === undefined,
    status: gatewayClass.status,
  };
  return { value, findings: [...findings, ...unreadFields(gatewayClass, key)] };
}

function parametersComplaint(snapshot: ClusterSnapshot, gatewayClass: GatewayClass): string | undefined {
  const ref = gatewayClass.spec.parametersRef;
  if (ref === undefined) return undefined;
  const kindComplaint = parametersKindComplaint(ref);
  if (kindComplaint !== undefined) return kindComplaint;
  if (ref.namespace === undefined)
    return 'names no namespace, and a GatewayClass has none. Add the namespace of the LoadBalancerConfiguration.';
  if (configurationOfClass(snapshot, gatewayClass) !== undefined) return undefined;
  return `LoadBalancerConfiguration ${ref.namespace}/${ref.name} does not exist. Create it, or remove the reference.`;
}

/** The only kind of parameters there is, for classes and for Gateways. */
export function parametersKindComplaint(ref: { readonly group: string; readonly kind: string }): string | undefined {
  if (ref.group === 'gateway.k8s.aws' && ref.kind === 'LoadBalancerConfiguration') return undefined;
  return `names a ${ref.kind} of group "${ref.group}". Name a LoadBalancerConfiguration of group "gateway.k8s.aws".`;
}

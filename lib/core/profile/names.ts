// Names of AWS resources. Both dialects use LBC's: they are how a take-over finds what is there.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller (pkg/gateway/model)
import { sha256 } from '../base/digest.ts';
import { nameOf } from '../base/ids.ts';
import { tagValueLength } from '../stack/limits.ts';
import type { Names, TargetGroupIdentity } from './profile.ts';

/** LIM-80: digests run over parts without separators. */
export const names: Names = {
  loadBalancer: ({ cluster, namespace, name }, uid, scheme) => readable(namespace, name, [cluster, uid, scheme]),
  securityGroup: ({ cluster, namespace, name }, uid) => readable(namespace, name, [cluster, name, namespace, uid]),
  sharedSecurityGroup: (cluster) => `k8s-traffic-${alphanumeric(cluster).slice(0, 232)}-${shortDigest([cluster])}`,
  targetGroup,
  unavailableTargetGroup: ({ cluster, namespace, name }, kind) =>
    readable(namespace, name, [cluster, namespace, name, 'unavailable', kind]),
  trustStore: ({ cluster, namespace, name }, id) => readable(namespace, name, [cluster, namespace, name, id]),
  stack: (gateway) => fitTagValue(nameOf(gateway)),
};

function targetGroup(identity: TargetGroupIdentity): string {
  const { gateway } = identity;
  return readable(identity.routeNamespace, identity.routeName, [
    gateway.cluster,
    gateway.namespace,
    gateway.name,
    identity.routeNamespace,
    identity.routeName,
    identity.routeKind,
    identity.serviceNamespace,
    identity.serviceName,
    identity.portText,
    identity.targetType,
    identity.protocol,
    identity.protocolVersion,
    ...(identity.targetControlPort === undefined ? [] : [String(identity.targetControlPort)]),
  ]);
}

/** At most 32 characters: `k8s-` and 8 + 8 + 10 with hyphens between. */
function readable(namespace: string, name: string, parts: readonly string[]): string {
  return `k8s-${alphanumeric(namespace).slice(0, 8)}-${alphanumeric(name).slice(0, 8)}-${shortDigest(parts)}`;
}

function shortDigest(parts: readonly string[]): string {
  return sha256(parts.join('')).slice(0, 10);
}

function alphanumeric(text: string): string {
  return text.replaceAll(/[^0-9A-Za-z]/g, '');
}

/** A value of any length as a tag value: what is over 256 characters becomes its beginning and a digest of the whole. */
export function fitTagValue(text: string): string {
  return text.length <= tagValueLength ? text : `${text.slice(0, tagValueLength - 65)}-${sha256(text)}`;
}

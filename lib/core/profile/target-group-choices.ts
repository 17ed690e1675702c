// How the dialects choose a target group's type, identity and address family, and what they accept of a health check.
import { nameOf } from '../base/ids.ts';
import { healthCheckBounds } from '../stack/limits.ts';
import type { HealthCheck, TargetGroup } from '../stack/stack.ts';
import type { ProtocolVersionAsked, TargetGroupPlace, TargetGroups, TargetTypeChoice } from './profile.ts';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export const albTargetGroups: TargetGroups = {
  protocolVersion,
  type,
  id,
  ipAddressType,
  healthCheckProblem,
  existWithoutForward: false,
};

export const lbcTargetGroups: TargetGroups = {
  protocolVersion: http1BehindPlainListeners,
  type: typeAsAsked,
  id: idOfTargetPort,
  ipAddressType: ipv6IfAny,
  healthCheckProblem: () => undefined,
  /** LIM-23 */
  existWithoutForward: true,
};

/** LIM-20: gRPC passes HTTPS listeners only. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html */
function protocolVersion(asked: ProtocolVersionAsked): TargetGroup['protocolVersion'] | Refusal {
  return asked.protocol !== 'HTTPS' && asked.routeKind === 'GRPCRoute'
    ? refuse('an ALB takes gRPC on HTTPS listeners only. Attach the route to one', 'action-refused')
    : http1BehindPlainListeners(asked);
}

function http1BehindPlainListeners({
  protocol,
  routeKind,
  configured,
  appProtocol,
}: ProtocolVersionAsked): TargetGroup['protocolVersion'] {
  if (protocol !== 'HTTPS') return 'HTTP1';
  if (configured === 'HTTP1' || configured === 'HTTP2' || configured === 'GRPC') return configured;
  if (routeKind === 'GRPCRoute') return 'GRPC';
  return appProtocol === 'kubernetes.io/h2c' ? 'HTTP2' : 'HTTP1';
}

/** Instances need a NodePort; without one the Pods themselves are the targets. */
function type(asked: string | undefined, nodePort: number, fallback: 'instance' | 'ip'): TargetTypeChoice {
  const wanted = asked === 'instance' || asked === 'ip' ? asked : fallback;
  if (wanted === 'ip' || nodePort !== 0) return { say: 'type', targetType: wanted };
  return {
    say: 'type',
    targetType: 'ip',
    note: 'the Service has no NodePort, so that its Pods are registered by IP address. Set targetType ip or make it a NodePort Service',
  };
}

function typeAsAsked(
  asked: string | undefined,
  nodePort: number,
  fallback: 'instance' | 'ip',
): TargetTypeChoice | Refusal {
  const targetType = asked === 'instance' || asked === 'ip' ? asked : fallback;
  if (targetType === 'instance' && nodePort === 0)
    return refuse('instance targets need a Service of type NodePort or LoadBalancer', 'no-node-port');
  return { say: 'type', targetType };
}

/** LIM-19, LIM-21: LBC's id, and more where that would give two groups one id. */
function id(place: TargetGroupPlace): string {
  const port = place.servicePort === place.firstServicePort ? '' : `:${place.servicePort}`;
  const version = place.protocolVersion === place.secureProtocolVersion ? '' : `:${place.protocolVersion}`;
  return `${idOfTargetPort(place)}${port}${version}`;
}

function idOfTargetPort({ gateway, route, service, targetPort }: TargetGroupPlace): string {
  return `${nameOf(gateway)}:${route.namespace}-${route.name}:${route.kind}-${service.namespace}-${service.name}:${targetPort}`;
}

/** LIM-51: what is asked for, else the first family of the Service that the load balancer can reach. */
function ipAddressType(
  asked: string | undefined,
  ipFamilies: readonly string[],
  loadBalancer: string,
): 'ipv4' | 'ipv6' | Refusal {
  const reachable = loadBalancer === 'ipv4' ? ['ipv4'] : ['ipv4', 'ipv6'];
  const offered = ipFamilies.length === 0 ? ['ipv4'] : ipFamilies.map((family) => family.toLowerCase());
  const wanted = asked === undefined ? offered : [asked];
  const chosen = wanted.find((family) => reachable.includes(family));
  if (chosen === undefined)
    return refuse('its addresses are IPv6 and the load balancer is ipv4. Set ipAddressType dualstack', 'ipv6-on-ipv4');
  return chosen === 'ipv6' ? 'ipv6' : 'ipv4';
}

/** LIM-51: one IPv6 family makes an IPv6 group, whatever is asked for. */
function ipv6IfAny(
  _asked: string | undefined,
  ipFamilies: readonly string[],
  loadBalancer: string,
): 'ipv4' | 'ipv6' | Refusal {
  if (!ipFamilies.includes('IPv6')) return 'ipv4';
  return loadBalancer === 'ipv4'
    ? refuse('unsupported IPv6 configuration, the load balancer is not dualstack', 'ipv6-on-ipv4')
    : 'ipv6';
}

function healthCheckProblem(check: HealthCheck): string | undefined {
  if (check.protocol === 'TCP') return 'an ALB checks targets with HTTP or HTTPS, not with TCP';
  for (const [name, [least, most]] of Object.entries(healthCheckBounds)) {
    const value = check[name as keyof typeof healthCheckBounds];
    if (value < least || value > most) return `${name} ${value} is not within ${least} and ${most}`;
  }
  if (check.timeoutSeconds >= check.intervalSeconds)
    return `timeoutSeconds ${check.timeoutSeconds} must be less than intervalSeconds ${check.intervalSeconds}`;
  return check.path.startsWith('/') && check.path.length <= 1024
    ? undefined
    : `path "${check.path}" must begin with "/" and have at most 1024 characters`;
}

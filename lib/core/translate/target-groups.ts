// The target group behind one backend of a route: one per route, Service and target port, as in LBC.
import { nameOf } from '../base/ids.ts';
import { selectorText } from '../base/labels.ts';
import type { BackendNode, ServiceBackend } from '../graph/graph.ts';
import { isRefusal, refuse } from '../profile/refusal.ts';
import type { Refusal } from '../profile/refusal.ts';
import type { TargetGroupPlace } from '../profile/profile.ts';
import type { TargetBinding, TargetGroup } from '../stack/stack.ts';
import { attributes } from './attributes.ts';
import { healthCheckOf } from './health-checks.ts';
import { rulePath } from './rules/host-units.ts';
import type { HostUnit } from './rules/host-units.ts';
import { ipAddressTypeOf } from './load-balancer.ts';
import { userTags } from './tags.ts';
import { reportRoute } from './translation.ts';
import type { Translation } from './translation.ts';

/** The group of a Service backend, built once; a Refusal if AWS would not have it. */
export function serviceTargetGroup(
  translation: Translation,
  unit: HostUnit,
  backend: BackendNode,
  service: ServiceBackend,
): TargetGroup | Refusal {
  const { targetGroups } = translation.profile;
  const versions = versionsOf(translation, unit, service);
  if (isRefusal(versions)) return versions;
  const place = placeOf(unit, service, { gateway: translation.graph.key, ...versions });
  const id = targetGroups.id(place);
  const known = translation.targetGroups.get(id);
  if (known !== undefined) return known;
  const draft = { place, id, protocolVersion: versions.protocolVersion, service };
  const group = buildTargetGroup(translation, draft, (message, code) =>
    reportRoute(translation, code, unit.route, {
      path: `${rulePath(unit.rule)}.backendRefs[${backend.index}]`,
      severity: 'note',
      message,
    }),
  );
  if (!isRefusal(group)) translation.targetGroups.set(id, group);
  return group;
}

interface Versions {
  readonly protocolVersion: TargetGroup['protocolVersion'];
  readonly secureProtocolVersion: TargetGroup['protocolVersion'];
}

function versionsOf({ profile }: Translation, unit: HostUnit, service: ServiceBackend): Versions | Refusal {
  const asked = {
    routeKind: unit.route.kind,
    ...(service.props.protocolVersion === undefined ? {} : { configured: service.props.protocolVersion }),
    ...(service.appProtocol === undefined ? {} : { appProtocol: service.appProtocol }),
  };
  const protocolVersion = profile.targetGroups.protocolVersion({ ...asked, protocol: unit.port.protocol });
  if (isRefusal(protocolVersion)) return protocolVersion;
  const secure = profile.targetGroups.protocolVersion({ ...asked, protocol: 'HTTPS' });
  return { protocolVersion, secureProtocolVersion: isRefusal(secure) ? protocolVersion : secure };
}

function placeOf(
  { route }: HostUnit,
  service: ServiceBackend,
  identity: Versions & Pick<TargetGroupPlace, 'gateway'>,
): TargetGroupPlace {
  const first = service.ports.find(({ targetPort }) => targetPort === service.targetPort);
  return {
    ...identity,
    route: route.key,
    service,
    targetPort: String(service.targetPort),
    servicePort: service.port,
    firstServicePort: first?.port ?? service.port,
  };
}

interface Draft {
  readonly id: string;
  readonly place: TargetGroupPlace;
  readonly protocolVersion: TargetGroup['protocolVersion'];
  readonly service: ServiceBackend;
}

type Note = (message: string, code: 'target-type-fallback' | 'control-port' | 'not-honoured') => void;

function buildTargetGroup(translation: Translation, draft: Draft, note: Note): TargetGroup | Refusal {
  const { id, protocolVersion, service } = draft;
  const { props } = service;
  const { targetGroups, defaults } = translation.profile;
  const protocol = props.protocol ?? 'HTTP';
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    return refuse(`target group protocol ${protocol} is not one of HTTP and HTTPS`, 'target-group-protocol');
  const type = targetGroups.type(props.targetType, service.nodePort, defaults.targetType);
  const ipAddressType = targetGroups.ipAddressType(
    props.ipAddressType,
    service.ipFamilies,
    ipAddressTypeOf(translation),
  );
  if (isRefusal(type)) return type;
  if (isRefusal(ipAddressType)) return ipAddressType;
  const { targetType } = type;
  const healthCheck = healthCheckOf(service, { protocol, protocolVersion, targetType });
  if (isRefusal(healthCheck)) return healthCheck;
  const problem = targetGroups.healthCheckProblem(healthCheck);
  if (problem !== undefined) return refuse(`health check: ${problem}`, 'health-check');
  noteChoices(draft, type, note);
  return {
    id,
    name: props.targetGroupName ?? generatedName(translation, draft, targetType, protocol),
    nameIsFixed: props.targetGroupName !== undefined,
    targetType,
    port: trafficPort(service, targetType),
    protocol,
    protocolVersion,
    ipAddressType,
    vpcId: translation.facts.vpc?.id ?? '',
    healthCheck,
    attributes: attributes(props.targetGroupAttributes),
    tags: userTags(translation, props.tags),
    binding: bindingOf(service, targetType),
  };
}

function noteChoices(
  { service }: Draft,
  type: { readonly targetType: string; readonly note?: string },
  note: Note,
): void {
  if (type.note !== undefined) note(type.note, 'target-type-fallback');
  if (service.props.targetControlPort !== undefined) {
    note('targetControlPort is not honoured', type.targetType === 'instance' ? 'control-port' : 'not-honoured');
  }
}

function generatedName(
  { profile }: Translation,
  { place, service }: Draft,
  targetType: string,
  protocol: string,
): string {
  const { targetControlPort } = service.props;
  return profile.names.targetGroup({
    gateway: place.gateway,
    routeNamespace: place.route.namespace,
    routeName: place.route.name,
    routeKind: place.route.kind,
    serviceNamespace: service.namespace,
    serviceName: service.name,
    portText: targetType === 'instance' ? String(service.nodePort) : place.targetPort,
    targetType,
    protocol,
    protocolVersion: place.protocolVersion,
    ...(targetControlPort === undefined ? {} : { targetControlPort }),
  });
}

/** A named port differs from Pod to Pod; every target is registered with its own. */
function trafficPort(service: ServiceBackend, targetType: 'instance' | 'ip'): number {
  if (targetType === 'instance') return service.nodePort;
  return typeof service.targetPort === 'number' ? service.targetPort : 1;
}

function bindingOf({ namespace, name, port, props }: ServiceBackend, targetType: 'instance' | 'ip'): TargetBinding {
  return {
    namespace,
    service: name,
    servicePort: port,
    targetType,
    ...(targetType === 'instance' && props.nodeSelector !== undefined
      ? { nodeSelector: selectorText(props.nodeSelector) }
      : {}),
    ...(props.enableMultiCluster === true ? { multiCluster: true } : {}),
  };
}

/** A group that never has targets, for the share of invalid backends: ALB answers 503 for it. One per kind of neighbour. */
export function unavailableTargetGroup(translation: Translation, neighbour: TargetGroup | undefined): TargetGroup {
  const { graph, profile, facts } = translation;
  const { protocol = 'HTTP', protocolVersion = 'HTTP1', ipAddressType = 'ipv4' } = neighbour ?? {};
  const kind = `${protocol}-${protocolVersion}-${ipAddressType}`;
  const id = `${nameOf(graph.key)}:unavailable:${kind}`;
  const group: TargetGroup = translation.targetGroups.get(id) ?? {
    id,
    name: profile.names.unavailableTargetGroup(graph.key, kind),
    nameIsFixed: false,
    targetType: 'ip',
    port: 80,
    ...{ protocol, protocolVersion, ipAddressType },
    vpcId: facts.vpc?.id ?? '',
    healthCheck: unusedHealthCheck(protocol, protocolVersion),
    attributes: {},
    tags: userTags(translation, undefined),
  };
  translation.targetGroups.set(id, group);
  return group;
}

function unusedHealthCheck(protocol: 'HTTP' | 'HTTPS', protocolVersion: string): TargetGroup['healthCheck'] {
  return {
    port: 'traffic-port',
    protocol,
    path: '/',
    matcher: protocolVersion === 'GRPC' ? { grpcCode: '12' } : { httpCode: '200-399' },
    ...{ intervalSeconds: 15, timeoutSeconds: 5, healthyThresholdCount: 3, unhealthyThresholdCount: 3 },
  };
}

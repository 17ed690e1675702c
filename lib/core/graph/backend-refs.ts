// backendRefs of a rule: Services (with their TargetGroupConfiguration), target groups by name, and Gateways.
import type { Finding } from '../base/finding.ts';
import { nameOf, type ObjectKey } from '../base/ids.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find } from '../snapshot/gateway-scope.ts';
import type { RouteBackendRef, Service, ServicePort, TargetGroupConfigurationSpec } from '../snapshot/objects.ts';
import { readFilters } from './filters.ts';
import type { BackendNode, BackendTarget, ServiceBackend } from './graph.ts';
import { type Judged, problem, unsupportedValue, type Verdict } from './judged.ts';
import { mayRefer } from './reference-grants.ts';
import { propsFor, type ServiceConfigurations } from './target-group-props.ts';
import { unreadFields } from './unread-fields.ts';

/** What backends are resolved against; one per graph. */
export interface BackendWorld {
  readonly snapshot: ClusterSnapshot;
  readonly reading: Reading;
  readonly serviceConfigurations: ServiceConfigurations;
  /** Default of the Gateway; absent: none. */
  readonly targetGroups?: TargetGroupConfigurationSpec;
}

const invalidKind: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidKind' };
const refNotPermitted: Verdict = { condition: 'ResolvedRefs', reason: 'RefNotPermitted' };
const backendNotFound: Verdict = { condition: 'ResolvedRefs', reason: 'BackendNotFound' };
const unusablePort: Verdict = { condition: 'ResolvedRefs', reason: 'UnsupportedValue' };

/** `path` is that of the list. A backend that cannot be used stays, as `invalid`: its share of the requests fails. */
export function resolveBackends(
  world: BackendWorld,
  route: ObjectKey,
  path: string,
  refs: readonly RouteBackendRef[],
): Judged<readonly BackendNode[]> {
  const judged = refs.map((ref, index) => {
    const { value, findings } = resolveBackend(world, route, `${path}[${index}]`, ref);
    return { value: { index, ...value }, findings };
  });
  return { value: judged.map(({ value }) => value), findings: judged.flatMap(({ findings }) => findings) };
}

function resolveBackend(
  world: BackendWorld,
  route: ObjectKey,
  path: string,
  ref: RouteBackendRef,
): Judged<Omit<BackendNode, 'index'>> {
  const filters = readFilters({ route, path: `${path}.filters` }, ref.filters);
  const refused =
    world.reading.unsupportedRuleParts === 'refuse' ? filterFindings(route, path, ref, filters.findings) : [];
  const target = refused.length > 0 ? invalid('filters', refused) : resolveTarget(world, route, path, ref);
  return {
    value: { weight: ref.weight, filters: filters.value, target: target.value },
    findings: target.findings,
  };
}

/** Filters of single backends: ALB transforms whole rules only. */
function filterFindings(
  route: ObjectKey,
  path: string,
  { filters }: RouteBackendRef,
  findings: readonly Finding[],
): readonly Finding[] {
  if (filters.length === 0 || findings.length > 0) return findings;
  const message =
    'an Application Load Balancer applies filters to whole rules, not to one backend. Move the filters to the rule.';
  return [problem(route, `${path}.filters`, unsupportedValue, message)];
}

function invalid(reason: string, findings: readonly Finding[]): Judged<BackendTarget> {
  return { value: { kind: 'invalid', reason }, findings };
}

function resolveTarget(
  world: BackendWorld,
  route: ObjectKey,
  path: string,
  ref: RouteBackendRef,
): Judged<BackendTarget> {
  const refuse = (verdict: Verdict, message: string): Judged<BackendTarget> =>
    invalid(verdict.reason, [problem(route, path, verdict, message)]);
  if (!isKnownKind(ref, world.reading)) {
    return refuse(invalidKind, `${ref.kind} of group "${ref.group}" cannot be a backend. Name a Service of group "".`);
  }
  if (ref.kind === 'TargetGroupName') return { value: { kind: 'target-group-name', name: ref.name }, findings: [] };
  const { port } = ref;
  if (port === undefined)
    return refuse(unusablePort, `${ref.kind} ${ref.name} is named without a port. Add spec port.`);
  const group = ref.kind === 'Service' ? '' : 'gateway.networking.k8s.io';
  const referent = { group, kind: ref.kind, namespace: ref.namespace ?? route.namespace, name: ref.name };
  if (!mayRefer(world.snapshot.objects.ReferenceGrant, route, referent)) {
    return refuse(
      refNotPermitted,
      `${ref.kind} ${nameOf(referent)} is in another namespace. Add a ReferenceGrant there that lets ${route.kind} of ${route.namespace} refer to it.`,
    );
  }
  if (ref.kind === 'Gateway') return resolveGateway(world, { ...referent, port }, refuse);
  const service = find(world.snapshot, 'Service', referent.namespace, referent.name);
  if (service === undefined) return refuse(backendNotFound, `Service ${nameOf(referent)} does not exist. Create it.`);
  if (service.spec.type === 'ExternalName' && world.reading.unsupportedRuleParts === 'refuse') {
    return refuse(
      invalidKind,
      `Service ${nameOf(referent)} is of type ExternalName and has no endpoints to send requests to. Name another.`,
    );
  }
  return resolveService(world, route, path, { service, port });
}

/** LBC looks at the kind alone (LIM-96). */
function isKnownKind({ group, kind }: RouteBackendRef, reading: Reading): boolean {
  const expected: Readonly<Record<string, string>> = {
    Service: '',
    TargetGroupName: '',
    Gateway: 'gateway.networking.k8s.io',
  };
  return kind in expected && (reading.unsupportedRuleParts === 'ignore' || expected[kind] === group);
}

/** Whether a Gateway can be a target is for the translator to say; here it only has to exist. */
function resolveGateway(
  { snapshot }: BackendWorld,
  ref: { readonly namespace: string; readonly name: string; readonly port: number },
  refuse: (verdict: Verdict, message: string) => Judged<BackendTarget>,
): Judged<BackendTarget> {
  if (find(snapshot, 'Gateway', ref.namespace, ref.name) === undefined)
    return refuse(backendNotFound, `Gateway ${nameOf(ref)} does not exist. Create it.`);
  return { value: { kind: 'gateway', namespace: ref.namespace, name: ref.name, port: ref.port }, findings: [] };
}

function resolveService(
  world: BackendWorld,
  route: ObjectKey,
  path: string,
  { service, port }: { readonly service: Service; readonly port: number },
): Judged<BackendTarget> {
  const { name, namespace } = service.metadata;
  const found = service.spec.ports.find((each) => each.port === port);
  if (found === undefined) {
    const known = service.spec.ports.map((each) => each.port).join(', ') || 'none';
    const message = `Service ${namespace}/${name} has no port ${port}; it has ${known}. Name one of these.`;
    return invalid(backendNotFound.reason, [problem(route, `${path}.port`, backendNotFound, message)]);
  }
  const configurations = world.serviceConfigurations.get(nameOf({ namespace, name })) ?? [];
  const [configuration, ...others] = configurations;
  const props = propsFor(route, configuration?.spec, world.targetGroups);
  const findings = [
    ...(configuration ? unreadFields(configuration, route) : []),
    ...others.map((other) => surplus(route, path, other.metadata.name, configuration?.metadata.name ?? '')),
  ];
  return { value: { kind: 'service', service: serviceBackend(service, found, props) }, findings };
}

/** LIM-55: LBC takes the first it lists and says nothing. */
function surplus(route: ObjectKey, path: string, name: string, winner: string): Finding {
  const message = `${path}: TargetGroupConfiguration ${name} names a Service that the older ${winner} names too, and has no effect. Remove one of them.`;
  return { subject: route, path, severity: 'note', condition: 'ResolvedRefs', reason: 'ResolvedRefs', message };
}

function serviceBackend(
  { metadata, spec }: Service,
  port: ServicePort,
  props: ServiceBackend['props'],
): ServiceBackend {
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    type: spec.type,
    port: port.port,
    targetPort: port.targetPort,
    nodePort: port.nodePort,
    ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
    ipFamilies: spec.ipFamilies,
    ports: spec.ports.map(({ name, port: number, targetPort, nodePort }) => ({
      name,
      port: number,
      targetPort,
      nodePort,
    })),
    props,
  };
}

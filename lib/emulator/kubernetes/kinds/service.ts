// Services: defaults, ClusterIP and NodePort allocation (pkg/apis/core/v1/defaults.go, pkg/registry/core/service).
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import { isDnsLabel } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { allocateClusterIp, allocateNodePort, nodePorts } from './ip-range.ts';
import type { KindRules, Surroundings } from './kind-rules.ts';
import { serviceErrors } from './service-validation.ts';

function setDefault(fields: Fields, name: string, value: unknown): void {
  if (fields[name] === undefined) fields[name] = value;
}

const hasNodePorts = (spec: Fields) =>
  spec['type'] === 'NodePort' || (spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false);

const portsOf = (spec: unknown) => asList(asRecord(spec)['ports']).filter(isRecord);

function fillPorts(spec: Fields): void {
  for (const port of portsOf(spec)) {
    setDefault(port, 'protocol', 'TCP');
    if (port['targetPort'] === undefined || port['targetPort'] === 0) port['targetPort'] = port['port'];
  }
}

/** Which addresses are reached from outside through the nodes. */
const isExternal = (spec: Fields) => spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer';

function fillDefaults(spec: Fields): void {
  setDefault(spec, 'type', 'ClusterIP');
  setDefault(spec, 'sessionAffinity', 'None');
  if (spec['sessionAffinity'] === 'ClientIP')
    setDefault(spec, 'sessionAffinityConfig', { clientIP: { timeoutSeconds: 10_800 } });
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  fillPorts(spec);
  if (isExternal(spec)) setDefault(spec, 'externalTrafficPolicy', 'Cluster');
  if (spec['type'] === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  if (spec['type'] !== 'ExternalName') setDefault(spec, 'internalTrafficPolicy', 'Cluster');
}

/** What the type of the Service has no use for. */
function dropUseless(spec: Fields): void {
  if (!isExternal(spec)) delete spec['externalTrafficPolicy'];
  if (spec['type'] !== 'LoadBalancer') delete spec['allocateLoadBalancerNodePorts'];
  if (spec['type'] === 'ExternalName') return;
  setDefault(spec, 'ipFamilies', ['IPv4']);
  setDefault(spec, 'ipFamilyPolicy', 'SingleStack');
}

/** An update that leaves out what was allocated keeps it, as long as the type still has it. */
function keepAllocations(spec: Fields, old: Fields): void {
  if (spec['type'] !== 'ExternalName' && old['type'] !== 'ExternalName') {
    if (!spec['clusterIP']) spec['clusterIP'] = old['clusterIP'];
    if (asList(spec['clusterIPs']).length === 0) spec['clusterIPs'] = old['clusterIPs'];
  }
  if (!hasNodePorts(spec) || !hasNodePorts(old)) return;
  for (const port of portsOf(spec)) {
    const before = portsOf(old).find(
      (candidate) => candidate['port'] === port['port'] && candidate['protocol'] === port['protocol'],
    );
    if (!port['nodePort'] && before) port['nodePort'] = before['nodePort'];
  }
}

function allocateAddress(spec: Fields, others: readonly KubernetesObject[], around: Surroundings): void {
  if (spec['type'] === 'ExternalName') {
    delete spec['clusterIP'];
    delete spec['clusterIPs'];
    return;
  }
  if (!spec['clusterIP'] && asList(spec['clusterIPs']).length > 0) spec['clusterIP'] = asList(spec['clusterIPs'])[0];
  if (!spec['clusterIP']) {
    const taken = new Set(others.map((service) => asText(asRecord(service['spec'])['clusterIP'])));
    spec['clusterIP'] = allocateClusterIp(taken, around.number(2 ** 20));
  }
  if (asList(spec['clusterIPs']).length === 0) spec['clusterIPs'] = [spec['clusterIP']];
}

function allocateNodePorts(spec: Fields, old: Fields, others: readonly KubernetesObject[], around: Surroundings): void {
  if (!hasNodePorts(spec)) {
    // A port that was allocated goes with the type; one that is named anew stays and is judged by validation.
    for (const port of portsOf(spec)) {
      const wasAllocated = portsOf(old).some((before) => before['nodePort'] === port['nodePort']);
      if (wasAllocated && spec['type'] !== 'LoadBalancer') delete port['nodePort'];
    }
    return;
  }
  const taken = new Set(
    [...others.flatMap((service) => portsOf(service['spec'])), ...portsOf(spec)].map((port) =>
      Number(port['nodePort']),
    ),
  );
  for (const port of portsOf(spec)) {
    if (port['nodePort']) continue;
    const allocated = allocateNodePort(taken, around.number(nodePorts.last - nodePorts.first + 1));
    port['nodePort'] = allocated;
    taken.add(allocated);
  }
}

const fill = (draft: Fields) => fillDefaults(asRecord((draft['spec'] ??= {})));

function prepare(draft: Fields, around: Surroundings): void {
  const spec = asRecord((draft['spec'] ??= {}));
  const old = asRecord(around.old?.['spec']);
  dropUseless(spec);
  keepAllocations(spec, old);
  const uid = valueAt(draft, ['metadata', 'uid']);
  const others = around.services().filter((service) => service.metadata.uid !== uid);
  allocateAddress(spec, others, around);
  allocateNodePorts(spec, old, others, around);
}

export const serviceRules: KindRules = {
  name: isDnsLabel,
  returnsDeletedObject: true,
  fill,
  prepare,
  validate: serviceErrors,
};

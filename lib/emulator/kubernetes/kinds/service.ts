// Services: defaults, ClusterIP and NodePort allocation (pkg/apis/core/v1/defaults.go, pkg/registry/core/service).
import { childPath, duplicate, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import { isDns1035Label } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { allocateClusterIp, allocateNodePort, isClusterIp, nodePorts } from './ip-range.ts';
import type { KindRules, Surroundings } from './kind-rules.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];

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

function fillDefaults(spec: Fields): void {
  setDefault(spec, 'type', 'ClusterIP');
  setDefault(spec, 'sessionAffinity', 'None');
  if (spec['sessionAffinity'] === 'ClientIP')
    setDefault(spec, 'sessionAffinityConfig', { clientIP: { timeoutSeconds: 10_800 } });
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  fillPorts(spec);
  if (spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer')
    setDefault(spec, 'externalTrafficPolicy', 'Cluster');
  else delete spec['externalTrafficPolicy'];
  if (spec['type'] === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  if (spec['type'] === 'ExternalName') return;
  setDefault(spec, 'internalTrafficPolicy', 'Cluster');
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

function fill(draft: Fields, around: Surroundings): void {
  const spec = asRecord((draft['spec'] ??= {}));
  const old = asRecord(around.old?.['spec']);
  fillDefaults(spec);
  keepAllocations(spec, old);
  const uid = valueAt(draft, ['metadata', 'uid']);
  const others = around.services().filter((service) => service.metadata.uid !== uid);
  allocateAddress(spec, others, around);
  allocateNodePorts(spec, old, others, around);
}

function portErrors(port: Fields, path: string, several: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const range = 'must be between 1 and 65535, inclusive';
  const number = Number(port['port']);
  if (several && !port['name']) errors.push(required(childPath(path, 'name')));
  if (!(number >= 1 && number <= 65_535)) errors.push(invalid(childPath(path, 'port'), port['port'] ?? 0, range));
  const target = port['targetPort'];
  if (typeof target === 'number' && !(target >= 1 && target <= 65_535)) {
    errors.push(invalid(childPath(path, 'targetPort'), target, range));
  }
  if (!protocols.includes(asText(port['protocol']))) {
    errors.push(notSupported(childPath(path, 'protocol'), port['protocol'], protocols));
  }
  return errors;
}

function nodePortErrors(port: Fields, path: string, spec: Fields): FieldError[] {
  const nodePort = port['nodePort'];
  if (!nodePort) return [];
  if (spec['type'] !== 'NodePort' && spec['type'] !== 'LoadBalancer') {
    return [
      {
        type: 'FieldValueForbidden',
        field: childPath(path, 'nodePort'),
        body: "Forbidden: may not be used when `type` is 'ClusterIP'",
      },
    ];
  }
  if (Number(nodePort) >= nodePorts.first && Number(nodePort) <= nodePorts.last) return [];
  const range = `provided port is not in the valid range. The range of valid ports is ${nodePorts.first}-${nodePorts.last}`;
  return [invalid(childPath(path, 'nodePort'), nodePort, range)];
}

function duplicateErrors(ports: readonly Fields[]): FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const keys = [
      `${asText(port['protocol'])}/${String(port['port'])}`,
      ...(port['name'] ? [`name ${asText(port['name'])}`] : []),
    ];
    const repeated = keys.filter((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    const path = itemPath('spec.ports', index);
    return repeated.map((key) =>
      key.startsWith('name ')
        ? duplicate(childPath(path, 'name'), port['name'])
        : duplicate(path, { port: port['port'], protocol: port['protocol'] }),
    );
  });
}

function addressErrors(spec: Fields, old: Fields | undefined): FieldError[] {
  const address = asText(spec['clusterIP']);
  const before = asText(old?.['clusterIP']);
  if (before !== '' && address !== before && spec['type'] !== 'ExternalName' && old?.['type'] !== 'ExternalName') {
    return [invalid('spec.clusterIPs[0]', spec['clusterIPs'] ?? [address], 'may not change once set')];
  }
  if (address === '' || address === 'None' || isClusterIp(address)) return [];
  const text = 'failed to allocate IP: the provided network does not match the current range';
  return [invalid('spec.clusterIPs', [address], text)];
}

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const ports = portsOf(spec);
  const errors: FieldError[] = [];
  const isHeadless = spec['clusterIP'] === 'None';
  if (!types.includes(asText(spec['type']))) errors.push(notSupported('spec.type', spec['type'], types));
  if (ports.length === 0 && !isHeadless && spec['type'] !== 'ExternalName') errors.push(required('spec.ports'));
  if (isHeadless && (spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer')) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${String(spec['type'])} services`));
  }
  if (spec['type'] === 'ExternalName' && !spec['externalName']) errors.push(required('spec.externalName'));
  for (const [index, port] of ports.entries()) {
    const path = itemPath('spec.ports', index);
    errors.push(...portErrors(port, path, ports.length > 1), ...nodePortErrors(port, path, spec));
  }
  return [...errors, ...duplicateErrors(ports), ...addressErrors(spec, old && asRecord(old['spec']))];
}

export const serviceRules: KindRules = { name: isDns1035Label, returnsDeletedObject: true, fill, validate };

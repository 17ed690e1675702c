// What a valid Service is (pkg/apis/core/validation, pkg/registry/core/service).
import {
  childPath,
  duplicate,
  forbidden,
  invalid,
  itemPath,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { asList, asRecord, asText, valueAt, type Fields } from '../json.ts';
import { isPortName } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { records } from './defaults.ts';
import { isClusterIp, nodePorts } from './ip-range.ts';
import type { Surroundings } from './kind-rules.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];

const portsOf = (spec: unknown) => records(asRecord(spec)['ports']);

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
  if (typeof target === 'string') {
    errors.push(...isPortName(target).map((text) => invalid(childPath(path, 'targetPort'), target, text)));
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
  const text = `failed to allocate IP ${address}: the provided network does not match the current range`;
  return [invalid('spec.clusterIPs', [address], text)];
}

function enumErrors(spec: Fields): FieldError[] {
  const affinities = ['ClientIP', 'None'];
  const { sessionAffinity, type } = spec;
  return [
    ...(affinities.includes(asText(sessionAffinity))
      ? []
      : [notSupported('spec.sessionAffinity', sessionAffinity, affinities)]),
    ...(types.includes(asText(type)) ? [] : [notSupported('spec.type', type, types)]),
  ];
}

function statusErrors(draft: Fields, spec: Fields): FieldError[] {
  const ingress = asList(valueAt(draft, ['status', 'loadBalancer', 'ingress']));
  if (ingress.length === 0 || spec['type'] === 'LoadBalancer') return [];
  return [forbidden('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
}

/** Addresses and node ports that another Service has. */
function allocationErrors(draft: Fields, spec: Fields, services: readonly KubernetesObject[]): FieldError[] {
  const uid = valueAt(draft, ['metadata', 'uid']);
  const others = services.filter((service) => service.metadata.uid !== uid).map((service) => asRecord(service['spec']));
  const address = asText(spec['clusterIP']);
  const isTaken = address !== '' && address !== 'None' && others.some(({ clusterIP }) => clusterIP === address);
  const text = `failed to allocate IP ${address}: provided IP is already allocated`;
  const ports = new Set(others.flatMap(portsOf).map((port) => port['nodePort']));
  return [
    ...(isTaken ? [invalid('spec.clusterIPs', [address], text)] : []),
    ...portsOf(spec).flatMap((port, index) => {
      const field = childPath(itemPath('spec.ports', index), 'nodePort');
      const isConflict = port['nodePort'] && ports.has(port['nodePort']);
      return isConflict ? [invalid(field, port['nodePort'], 'provided port is already allocated')] : [];
    }),
  ];
}

/** Errors of a Service; `old` is the one an update replaces. */
export function serviceErrors(
  draft: Fields,
  old: KubernetesObject | undefined,
  { services }: Surroundings,
): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const ports = portsOf(spec);
  const errors: FieldError[] = [];
  const isHeadless = spec['clusterIP'] === 'None';
  if (ports.length === 0 && !isHeadless && spec['type'] !== 'ExternalName') errors.push(required('spec.ports'));
  if (isHeadless && (spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer')) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${String(spec['type'])} services`));
  }
  if (spec['type'] === 'ExternalName' && !spec['externalName']) errors.push(required('spec.externalName'));
  for (const [index, port] of ports.entries()) {
    const path = itemPath('spec.ports', index);
    errors.push(...portErrors(port, path, ports.length > 1), ...nodePortErrors(port, path, spec));
  }
  return [
    ...errors,
    ...duplicateErrors(ports),
    ...enumErrors(spec),
    ...addressErrors(spec, old && asRecord(old['spec'])),
    ...statusErrors(draft, spec),
    ...allocationErrors(draft, spec, services()),
  ];
}

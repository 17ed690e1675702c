// The columns of the core group.
import { asList, asRecord, asText, valueAt } from '../../json.ts';
import { records } from '../../kinds/defaults.ts';
import type { KubernetesObject } from '../../object.ts';
import {
  age,
  ageOf,
  at,
  column,
  few,
  labelsText,
  name,
  orNone,
  sizeAt,
  textOr,
  wide,
  type Cell,
  type Column,
} from './column.ts';

function servicePorts(object: KubernetesObject): string {
  const texts = records(asRecord(object['spec'])['ports']).map((port) => {
    const node = port['nodePort'] ? `:${String(port['nodePort'])}` : '';
    return `${String(port['port'])}${node}/${asText(port['protocol'])}`;
  });
  return orNone(texts.join(','));
}

function externalAddress(object: KubernetesObject): string {
  const spec = asRecord(object['spec']);
  if (spec['type'] === 'ExternalName') return asText(spec['externalName']);
  const addresses = asList(valueAt(object, ['status', 'loadBalancer', 'ingress']))
    .map(asRecord)
    .map((ingress) => asText(ingress['ip']) || asText(ingress['hostname']));
  return addresses.join(',') || (spec['type'] === 'LoadBalancer' ? '<pending>' : '<none>');
}

const statusesOf = (object: KubernetesObject) => records(valueAt(object, ['status', 'containerStatuses']));

function podReady(object: KubernetesObject): string {
  const total = asList(valueAt(object, ['spec', 'containers'])).length;
  return `${statusesOf(object).filter((status) => status['ready'] === true).length}/${total}`;
}

const podRestarts: Cell = (object) =>
  String(statusesOf(object).reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0));

const podStatus: Cell = (object) =>
  object.metadata.deletionTimestamp ? 'Terminating' : (valueAt(object, ['status', 'phase']) ?? 'Unknown');

function readinessGates(object: KubernetesObject): string {
  const gates = records(valueAt(object, ['spec', 'readinessGates'])).map((gate) => gate['conditionType']);
  const conditions = records(valueAt(object, ['status', 'conditions']));
  const met = gates.filter((gate) => conditions.some(({ type, status }) => type === gate && status === 'True'));
  return gates.length === 0 ? '<none>' : `${met.length}/${gates.length}`;
}

function nodeStatus(object: KubernetesObject): string {
  const ready = records(valueAt(object, ['status', 'conditions'])).find(({ type }) => type === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return valueAt(object, ['spec', 'unschedulable']) === true ? `${text},SchedulingDisabled` : text;
}

const rolePrefix = 'node-role.kubernetes.io/';

function nodeRoles({ metadata: { labels = {} } }: KubernetesObject): string {
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  return orNone(
    roles
      .filter((role) => role !== '')
      .sort()
      .join(','),
  );
}

const nodeAddress =
  (type: string): Cell =>
  (object) => {
    const addresses = records(valueAt(object, ['status', 'addresses']));
    return orNone(asText(addresses.find((address) => address['type'] === type)?.['address']));
  };

function kernel(object: KubernetesObject): string {
  const { kernelVersion, architecture } = asRecord(valueAt(object, ['status', 'nodeInfo']));
  return `${asText(kernelVersion) || '<unknown>'}${architecture ? ` (${asText(architecture)})` : ''}`;
}

const firstSeen: Cell = (event, now) => ageOf(event['firstTimestamp'] ?? event['eventTime'], now);

const lastSeen: Cell = (event, now) => {
  const { lastObservedTime } = asRecord(event['series']);
  const last = lastObservedTime ?? event['lastTimestamp'];
  return last ? ageOf(last, now) : firstSeen(event, now);
};

function eventObject(event: KubernetesObject): string {
  const { kind, name: about } = asRecord(event['involvedObject']);
  return `${asText(kind).toLowerCase()}${about ? `/${asText(about)}` : ''}`;
}

function eventSource(event: KubernetesObject): string {
  const { component, host } = asRecord(event['source']);
  const parts = [
    asText(component) || asText(event['reportingComponent']),
    asText(host) || asText(event['reportingInstance']),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function endpointAddresses(object: KubernetesObject): string {
  const all = records(object['subsets']).flatMap((subset) => {
    const addresses = records(subset['addresses']).map(({ ip }) => asText(ip));
    const ports = records(subset['ports']).map(({ port }) => String(port));
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((address) => `${address}:${port}`));
  });
  return few(all, '<none>');
}

const dataSize: Cell = (object) =>
  Object.keys({ ...asRecord(object['data']), ...asRecord(object['binaryData']) }).length;

export const coreColumns: Readonly<Record<string, readonly Column[]>> = {
  configmaps: [name, column('Data', dataSize), age],
  endpoints: [name, column('Endpoints', endpointAddresses), age],
  events: [
    ...[column('Last Seen', lastSeen), column('Type', at('type')), column('Reason', at('reason'))],
    ...[
      column('Object', eventObject),
      wide('Subobject', at('involvedObject', 'fieldPath')),
      wide('Source', eventSource),
    ],
    ...[column('Message', (event) => asText(event['message']).trim()), wide('First Seen', firstSeen)],
    wide('Count', (event) => asRecord(event['series'])['count'] ?? event['count'] ?? 1),
    { ...name, priority: 1 },
  ],
  namespaces: [name, column('Status', at('status', 'phase')), age],
  nodes: [
    ...[name, column('Status', nodeStatus), column('Roles', nodeRoles), age],
    column('Version', at('status', 'nodeInfo', 'kubeletVersion')),
    ...[wide('Internal-IP', nodeAddress('InternalIP')), wide('External-IP', nodeAddress('ExternalIP'))],
    ...[wide('OS-Image', textOr('<unknown>', 'status', 'nodeInfo', 'osImage')), wide('Kernel-Version', kernel)],
    wide('Container-Runtime', textOr('<unknown>', 'status', 'nodeInfo', 'containerRuntimeVersion')),
  ],
  pods: [
    ...[name, column('Ready', podReady), column('Status', podStatus), column('Restarts', podRestarts), age],
    ...[wide('IP', textOr('<none>', 'status', 'podIP')), wide('Node', textOr('<none>', 'spec', 'nodeName'))],
    wide('Nominated Node', textOr('<none>', 'status', 'nominatedNodeName')),
    wide('Readiness Gates', readinessGates),
  ],
  secrets: [name, column('Type', at('type')), column('Data', sizeAt('data')), age],
  services: [
    ...[name, column('Type', at('spec', 'type')), column('Cluster-IP', textOr('<none>', 'spec', 'clusterIP'))],
    ...[column('External-IP', externalAddress), column('Port(s)', servicePorts), age],
    wide('Selector', (object) => labelsText(valueAt(object, ['spec', 'selector']))),
  ],
  serviceaccounts: [name, age],
};

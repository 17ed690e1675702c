// The columns kubectl prints for a kind: those of a CustomResourceDefinition, or what the real server has built in
// (pkg/printers/internalversion).
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import { humanDuration } from './age.ts';
import { selectPath } from './json-path.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
  readonly cell: (object: KubernetesObject, now: number) => unknown;
}

type Cell = Column['cell'];

const column = (name: string, cell: Cell, type = 'string', priority = 0): Column => ({
  name,
  type,
  format: name === 'Name' ? 'name' : '',
  description: '',
  priority,
  cell,
});

const ageOf = (time: unknown, now: number) =>
  typeof time === 'string' ? humanDuration(now - Date.parse(time)) : '<unknown>';

const name = column('Name', (object) => object.metadata.name ?? '');
const age = column('Age', (object, now) => ageOf(object.metadata.creationTimestamp, now));
const at =
  (...path: string[]): Cell =>
  (object) =>
    valueAt(object, path) ?? '';
const count =
  (...path: string[]): Cell =>
  (object) =>
    valueAt(object, path) ?? 0;
const orNone = (text: string) => (text === '' ? '<none>' : text);

const sizeOf = (value: unknown) => Object.keys(asRecord(value)).length;

const selectorText = (labels: unknown) =>
  orNone(
    Object.entries(asRecord(labels))
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(','),
  );

function servicePorts(object: KubernetesObject): string {
  const ports = asList(asRecord(object['spec'])['ports']).filter(isRecord);
  const texts = ports.map((port) => {
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

const containersOf = (status: Fields) => asList(status['containerStatuses']).filter(isRecord);

function podReady(object: KubernetesObject): string {
  const statuses = containersOf(asRecord(object['status']));
  const total = asList(valueAt(object, ['spec', 'containers'])).length;
  return `${statuses.filter((status) => status['ready'] === true).length}/${total}`;
}

const podRestarts = (object: KubernetesObject) =>
  containersOf(asRecord(object['status'])).reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0);

const podStatus = (object: KubernetesObject) =>
  object.metadata.deletionTimestamp ? 'Terminating' : (valueAt(object, ['status', 'phase']) ?? 'Unknown');

function nodeStatus(object: KubernetesObject): string {
  const ready = asList(valueAt(object, ['status', 'conditions']))
    .map(asRecord)
    .find((one) => one['type'] === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return valueAt(object, ['spec', 'unschedulable']) === true ? `${text},SchedulingDisabled` : text;
}

const replicas = (object: KubernetesObject) =>
  `${String(count('status', 'readyReplicas')(object, 0))}/${String(count('spec', 'replicas')(object, 0))}`;

const slicePorts = (object: KubernetesObject) =>
  asList(object['ports'])
    .map((port) => String(asRecord(port)['port']))
    .join(',') || '<unset>';

const sliceEndpoints = (object: KubernetesObject) =>
  asList(object['endpoints'])
    .flatMap((endpoint) => asList(asRecord(endpoint)['addresses']))
    .join(',') || '<unset>';

const builtIn: Readonly<Record<string, readonly Column[]>> = {
  configmaps: [name, column('Data', (object) => sizeOf(object['data']) + sizeOf(object['binaryData']), 'integer'), age],
  events: [
    column('Last Seen', (object, now) =>
      ageOf(object['lastTimestamp'] ?? object['eventTime'] ?? object.metadata.creationTimestamp, now),
    ),
    column('Type', at('type')),
    column('Reason', at('reason')),
    column(
      'Object',
      (object) =>
        `${asText(valueAt(object, ['involvedObject', 'kind'])).toLowerCase()}/${asText(valueAt(object, ['involvedObject', 'name']))}`,
    ),
    column('Message', (object) => asText(object['message']).trim()),
  ],
  namespaces: [name, column('Status', at('status', 'phase')), age],
  nodes: [
    name,
    column('Status', nodeStatus),
    column('Roles', () => '<none>'),
    age,
    column('Version', at('status', 'nodeInfo', 'kubeletVersion')),
  ],
  pods: [
    ...[name, column('Ready', podReady), column('Status', podStatus), column('Restarts', podRestarts), age],
    ...[column('IP', (object) => orNone(asText(at('status', 'podIP')(object, 0))), 'string', 1)],
    ...[column('Node', (object) => orNone(asText(at('spec', 'nodeName')(object, 0))), 'string', 1)],
  ],
  secrets: [name, column('Type', at('type')), column('Data', (object) => sizeOf(object['data']), 'integer'), age],
  services: [
    ...[
      name,
      column('Type', at('spec', 'type')),
      column('Cluster-IP', (object) => orNone(asText(at('spec', 'clusterIP')(object, 0)))),
    ],
    ...[column('External-IP', externalAddress), column('Port(s)', servicePorts), age],
    column('Selector', (object) => selectorText(valueAt(object, ['spec', 'selector'])), 'string', 1),
  ],
  'customresourcedefinitions.apiextensions.k8s.io': [
    name,
    column('Created At', at('metadata', 'creationTimestamp'), 'date'),
  ],
  'deployments.apps': [
    ...[name, column('Ready', replicas), column('Up-to-date', count('status', 'updatedReplicas'), 'integer')],
    ...[column('Available', count('status', 'availableReplicas'), 'integer'), age],
  ],
  'replicasets.apps': [
    ...[
      name,
      column('Desired', count('spec', 'replicas'), 'integer'),
      column('Current', count('status', 'replicas'), 'integer'),
    ],
    ...[column('Ready', count('status', 'readyReplicas'), 'integer'), age],
  ],
  'endpointslices.discovery.k8s.io': [
    ...[
      name,
      column('AddressType', at('addressType')),
      column('Ports', slicePorts),
      column('Endpoints', sliceEndpoints),
      age,
    ],
  ],
};

function customColumns(resource: Resource): readonly Column[] {
  const columns = resource.columns.map((definition): Column => {
    const cell: Cell = (object, now) => {
      const values = selectPath(object, definition.jsonPath);
      if (definition.type === 'date') return values.length === 0 ? null : ageOf(values[0], now);
      if (values.length === 0) return null;
      return definition.type === 'string'
        ? values
            .map((value) => (isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)))
            .join(',')
        : values[0];
    };
    const { name: title, type, format = '', description = '', priority = 0 } = definition;
    return { name: title, type, format, description, priority, cell };
  });
  return [name, ...(columns.length > 0 ? columns : [age])];
}

/** The columns of a kind; unknown built-in kinds show name and creation time. */
export function columnsOf(resource: Resource): readonly Column[] {
  if (resource.custom) return customColumns(resource);
  return builtIn[resource.key] ?? [name, column('Created At', at('metadata', 'creationTimestamp'), 'date')];
}

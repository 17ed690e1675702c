// The columns of everything else that is built in.
import { asList, asRecord, asText, valueAt } from '../../json.ts';
import { records } from '../../kinds/defaults.ts';
import type { KubernetesObject } from '../../object.ts';
import {
  age,
  at,
  column,
  count,
  createdAt,
  few,
  name,
  selectorText,
  sizeAt,
  textOr,
  wide,
  type Cell,
  type Column,
} from './column.ts';

const slicePorts = (object: KubernetesObject) =>
  few(
    records(object['ports']).map(({ port, name: title }) => (port === undefined ? asText(title) || '*' : String(port))),
    '<unset>',
  );

const sliceEndpoints = (object: KubernetesObject) =>
  few(
    records(object['endpoints']).flatMap((endpoint) => asList(endpoint['addresses']).map(asText)),
    '<unset>',
  );

function ingressHosts(object: KubernetesObject): string {
  const rules = records(valueAt(object, ['spec', 'rules']));
  const hosts = rules.slice(0, 3).flatMap(({ host }) => (host ? [asText(host)] : []));
  const more = rules.length > 3 ? ` + ${rules.length - 3} more...` : '';
  return hosts.length === 0 ? '*' : hosts.join(',') + more;
}

/** Narrow output shows the beginning of an address. */
const addressWidth = 16;

function ingressAddress(object: KubernetesObject): string {
  const ingress = records(valueAt(object, ['status', 'loadBalancer', 'ingress']));
  const text = [...new Set(ingress.map(({ ip, hostname }) => asText(ip) || asText(hostname)))].sort().join(',');
  return text.length > addressWidth ? `${text.slice(0, addressWidth - 3)}...` : text;
}

function parameters(object: KubernetesObject): string {
  const { apiGroup, kind, name: title } = asRecord(valueAt(object, ['spec', 'parameters']));
  return title === undefined ? '<none>' : `${asText(kind)}${apiGroup ? `.${asText(apiGroup)}` : ''}/${asText(title)}`;
}

function paramKind(object: KubernetesObject): string {
  const { apiVersion, kind } = asRecord(valueAt(object, ['spec', 'paramKind']));
  return kind === undefined ? '<unset>' : `${asText(apiVersion)}/${asText(kind)}`;
}

function paramRef(object: KubernetesObject): string {
  const { namespace, name: title } = asRecord(valueAt(object, ['spec', 'paramRef']));
  if (title === undefined) return '<unset>';
  return namespace === undefined ? asText(title) : `${asText(namespace)}/${asText(title)}`;
}

const budget =
  (field: string): Cell =>
  (object) =>
    String(valueAt(object, ['spec', field]) ?? 'N/A');

const subjects =
  (kind: string): Cell =>
  (binding) =>
    records(binding['subjects'])
      .filter((subject) => subject['kind'] === kind)
      .map(
        (subject) => `${kind === 'ServiceAccount' ? `${asText(subject['namespace'])}/` : ''}${asText(subject['name'])}`,
      )
      .join(', ');

const role: Cell = (binding) =>
  `${asText(valueAt(binding, ['roleRef', 'kind']))}/${asText(valueAt(binding, ['roleRef', 'name']))}`;

const binding: readonly Column[] = [
  ...[name, column('Role', role), age, wide('Users', subjects('User')), wide('Groups', subjects('Group'))],
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

const webhooks: readonly Column[] = [name, column('Webhooks', sizeAt('webhooks'), 'integer'), age];

export const otherColumns: Readonly<Record<string, readonly Column[]>> = {
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
  'validatingadmissionpolicies.admissionregistration.k8s.io': [
    ...[name, column('Validations', sizeAt('spec', 'validations'), 'integer'), column('ParamKind', paramKind), age],
  ],
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': [
    ...[name, column('PolicyName', at('spec', 'policyName')), column('ParamRef', paramRef), age],
  ],
  'customresourcedefinitions.apiextensions.k8s.io': [name, createdAt],
  'leases.coordination.k8s.io': [name, column('Holder', at('spec', 'holderIdentity')), age],
  'endpointslices.discovery.k8s.io': [
    ...[name, column('AddressType', at('addressType')), column('Ports', slicePorts)],
    ...[column('Endpoints', sliceEndpoints), age],
  ],
  'ingresses.networking.k8s.io': [
    ...[name, column('Class', textOr('<none>', 'spec', 'ingressClassName')), column('Hosts', ingressHosts)],
    ...[column('Address', ingressAddress)],
    ...[column('Ports', (object) => (asList(valueAt(object, ['spec', 'tls'])).length > 0 ? '80, 443' : '80')), age],
  ],
  'ingressclasses.networking.k8s.io': [
    ...[name, column('Controller', at('spec', 'controller')), column('Parameters', parameters), age],
  ],
  'networkpolicies.networking.k8s.io': [
    ...[name, column('Pod-Selector', (object) => selectorText(valueAt(object, ['spec', 'podSelector']))), age],
  ],
  'poddisruptionbudgets.policy': [
    ...[name, column('Min Available', budget('minAvailable')), column('Max Unavailable', budget('maxUnavailable'))],
    ...[column('Allowed Disruptions', count('status', 'disruptionsAllowed'), 'integer'), age],
  ],
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
  'clusterroles.rbac.authorization.k8s.io': [name, createdAt],
  'rolebindings.rbac.authorization.k8s.io': binding,
  'roles.rbac.authorization.k8s.io': [name, createdAt],
};

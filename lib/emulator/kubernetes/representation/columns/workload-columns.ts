// The columns of workloads.
import { asText, valueAt } from '../../json.ts';
import { records } from '../../kinds/defaults.ts';
import type { KubernetesObject } from '../../object.ts';
import { age, at, column, count, labelsText, name, selectorText, wide, type Cell, type Column } from './column.ts';

const ofContainers =
  (field: string): Cell =>
  (object) =>
    records(valueAt(object, ['spec', 'template', 'spec', 'containers']))
      .map((container) => asText(container[field]))
      .join(',');

const containers = [wide('Containers', ofContainers('name')), wide('Images', ofContainers('image'))];
const selector = wide('Selector', (object) => selectorText(valueAt(object, ['spec', 'selector'])));

const numbers = (...columns: readonly (readonly [title: string, ...path: string[]])[]) =>
  columns.map(([title, ...path]) => column(title, count(...path), 'integer'));

const ready: Cell = (object) =>
  `${String(count('status', 'readyReplicas')(object, 0))}/${String(count('spec', 'replicas')(object, 0))}`;

function controller({ metadata: { ownerReferences = [] } }: KubernetesObject): string {
  const owner = ownerReferences.find((reference) => reference.controller === true);
  if (!owner) return '<none>';
  const [group] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
  'controllerrevisions.apps': [name, column('Controller', controller), column('Revision', at('revision')), age],
  'daemonsets.apps': [
    name,
    ...numbers(
      ['Desired', 'status', 'desiredNumberScheduled'],
      ['Current', 'status', 'currentNumberScheduled'],
      ['Ready', 'status', 'numberReady'],
      ['Up-to-date', 'status', 'updatedNumberScheduled'],
      ['Available', 'status', 'numberAvailable'],
    ),
    column('Node Selector', (object) => labelsText(valueAt(object, ['spec', 'template', 'spec', 'nodeSelector']))),
    ...[age, ...containers, selector],
  ],
  'deployments.apps': [
    ...[name, column('Ready', ready), column('Up-to-date', count('status', 'updatedReplicas'))],
    ...[column('Available', count('status', 'availableReplicas')), age, ...containers, selector],
  ],
  'replicasets.apps': [
    name,
    ...numbers(
      ['Desired', 'spec', 'replicas'],
      ['Current', 'status', 'replicas'],
      ['Ready', 'status', 'readyReplicas'],
    ),
    ...[age, ...containers, selector],
  ],
  'statefulsets.apps': [name, column('Ready', ready), age, ...containers],
};

// Deployments, ReplicaSets, StatefulSets and DaemonSets: defaults of pkg/apis/apps/v1/defaults.go and the rules that
// tie selector and template together.
import { invalid, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, equalJson, isRecord, valueAt, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';
import { fillPodSpec, podSpecErrors } from './pod.ts';

function setDefaults(fields: Fields, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) if (fields[name] === undefined) fields[name] = value;
}

const fillTemplate = (spec: Fields) => {
  const template = asRecord((spec['template'] ??= {}));
  if (isRecord(template['spec'])) fillPodSpec(template['spec']);
};

function satisfies(expression: Fields, labels: Fields): boolean {
  const value = labels[asText(expression['key'])];
  switch (expression['operator']) {
    case 'In':
      return asList(expression['values']).includes(value);
    case 'NotIn':
      return !asList(expression['values']).includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Whether a LabelSelector (`matchLabels`, `matchExpressions`) selects labels. */
export function selects(selector: Fields, labels: Fields): boolean {
  const wanted = Object.entries(asRecord(selector['matchLabels']));
  const expressions = asList(selector['matchExpressions']).filter(isRecord);
  return wanted.every(([key, value]) => labels[key] === value) && expressions.every((one) => satisfies(one, labels));
}

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const selector = asRecord(spec['selector']);
  const labels = asRecord(valueAt(spec, ['template', 'metadata', 'labels']));
  const errors: FieldError[] = [];
  const replicas = spec['replicas'];
  if (typeof replicas === 'number' && replicas < 0)
    errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
  if (!isRecord(spec['selector'])) errors.push(required('spec.selector'));
  else if (Object.keys(selector).length === 0)
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for deployment'));
  if (!selects(selector, labels) || Object.keys(labels).length === 0) {
    errors.push(invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
  }
  errors.push(...podSpecErrors(asRecord(valueAt(spec, ['template', 'spec'])), 'spec.template.spec'));
  if (old && !equalJson(asRecord(old['spec'])['selector'], spec['selector'])) {
    errors.push(invalid('spec.selector', selector, 'field is immutable'));
  }
  return errors;
}

const rules = (defaults: Fields): KindRules => ({
  generation: 'counted',
  validate,
  fill: (draft) => {
    const spec = asRecord((draft['spec'] ??= {}));
    setDefaults(spec, structuredClone(defaults));
    fillTemplate(spec);
  },
});

const rollingUpdate = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } };

export const deploymentRules = rules({
  replicas: 1,
  strategy: rollingUpdate,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
});
export const replicaSetRules = rules({ replicas: 1 });
export const statefulSetRules = rules({
  replicas: 1,
  podManagementPolicy: 'OrderedReady',
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
});
export const daemonSetRules = rules({
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
});

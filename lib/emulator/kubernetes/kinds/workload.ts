// Deployments, ReplicaSets, StatefulSets and DaemonSets: defaults of pkg/apis/apps/v1/defaults.go and the rules that
// tie selector and template together.
import { invalid, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, equalJson, isRecord, valueAt, type Fields, ownField } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';
import { ensureRecord, setDefaults } from './defaults.ts';
import { fillPodSpec } from './pod.ts';
import { podSpecErrors } from './pod-validation.ts';

const fillTemplate = (spec: Fields) => {
  const template = asRecord((spec['template'] ??= {}));
  if (isRecord(template['spec'])) fillPodSpec(template['spec']);
};

function satisfies(expression: Fields, labels: Fields): boolean {
  const value = ownField(labels, asText(expression['key']));
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
  return (
    wanted.every(([key, value]) => ownField(labels, key) === value) &&
    expressions.every((one) => satisfies(one, labels))
  );
}

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const selector = asRecord(spec['selector']);
  const labels = asRecord(valueAt(spec, ['template', 'metadata', 'labels']));
  const shown = Object.keys(labels).length === 0 ? null : labels;
  const errors: FieldError[] = [];
  const replicas = spec['replicas'];
  if (typeof replicas === 'number' && replicas < 0)
    errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
  if (!isRecord(spec['selector'])) errors.push(required('spec.selector'));
  else if (Object.keys(selector).length === 0)
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for deployment'));
  if (!selects(selector, labels) || Object.keys(labels).length === 0) {
    errors.push(invalid('spec.template.metadata.labels', shown, '`selector` does not match template `labels`'));
  }
  errors.push(...podSpecErrors(asRecord(valueAt(spec, ['template', 'spec'])), 'spec.template.spec'));
  if (old && !equalJson(asRecord(old['spec'])['selector'], spec['selector'])) {
    errors.push(invalid('spec.selector', selector, 'field is immutable'));
  }
  return errors;
}

/** How the pods of a kind are replaced: the field, and what a rolling update leaves to chance. */
interface Rolling {
  readonly field: 'strategy' | 'updateStrategy';
  readonly limits: Fields;
}

function fillStrategy(spec: Fields, { field, limits }: Rolling): void {
  const strategy = ensureRecord(spec, field);
  setDefaults(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') setDefaults(ensureRecord(strategy, 'rollingUpdate'), limits);
}

const rules = (defaults: Fields, rolling?: Rolling): KindRules => ({
  generation: 'counted',
  validate,
  fill: (draft) => {
    const spec = ensureRecord(draft, 'spec');
    setDefaults(spec, structuredClone(defaults));
    if (rolling) fillStrategy(spec, rolling);
    fillTemplate(spec);
  },
});

export const deploymentRules = rules(
  { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
  { field: 'strategy', limits: { maxUnavailable: '25%', maxSurge: '25%' } },
);
export const replicaSetRules = rules({ replicas: 1 });
export const statefulSetRules = rules(
  {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  },
  { field: 'updateStrategy', limits: { partition: 0 } },
);

const daemonSets = rules(
  { revisionHistoryLimit: 10 },
  { field: 'updateStrategy', limits: { maxUnavailable: 1, maxSurge: 0 } },
);
const templateGeneration = 'deprecated.daemonset.template.generation';

/** DaemonSets still count the generations of their template in an annotation (pkg/registry/apps/daemonset). */
export const daemonSetRules: KindRules = {
  ...daemonSets,
  fill: (draft, around) => {
    daemonSets.fill?.(draft, around);
    const before = around.old;
    const count = Number(before?.metadata.annotations?.[templateGeneration] ?? 0);
    const isChanged = !before || !equalJson(asRecord(before['spec'])['template'], asRecord(draft['spec'])['template']);
    const annotations = ensureRecord(ensureRecord(draft, 'metadata'), 'annotations');
    annotations[templateGeneration] = String(isChanged ? count + 1 : count);
  },
};

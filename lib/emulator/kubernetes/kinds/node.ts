// Nodes: their pod range in the newer form, and the taint of those that have just joined (admission TaintNodesByCondition).
import { forbidden, type FieldError } from '../field-error.ts';
import { asRecord, asText, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import { ensureRecord, records } from './defaults.ts';
import type { KindRules, Surroundings } from './kind-rules.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

function fill(draft: Fields): void {
  const spec = ensureRecord(draft, 'spec');
  if (asText(spec['podCIDR']) !== '') spec['podCIDRs'] ??= [spec['podCIDR']];
}

function prepare(draft: Fields, { old }: Surroundings): void {
  if (old) return;
  const spec = ensureRecord(draft, 'spec');
  const taints = records(spec['taints']);
  if (!taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) {
    spec['taints'] = [...taints, notReady];
  }
}

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const before = asText(asRecord(old?.['spec'])['podCIDR']);
  if (before === '' || before === asRecord(draft['spec'])['podCIDR']) return [];
  return [forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')];
}

export const nodeRules: KindRules = { fill, prepare, validate };

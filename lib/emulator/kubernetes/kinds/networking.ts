// Ingresses and NetworkPolicies: the defaults of pkg/apis/networking/v1/defaults.go and the validation everybody meets.
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import { ensureRecord, records, setDefaults } from './defaults.ts';
import type { KindRules } from './kind-rules.ts';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

function pathErrors(path: Fields, at: string): FieldError[] {
  const type = asText(path['pathType']);
  const text = asText(path['path']);
  if (type === '') return [required(childPath(at, 'pathType'), 'pathType must be specified')];
  if (!pathTypes.includes(type)) return [notSupported(childPath(at, 'pathType'), type, pathTypes)];
  const mustBeAbsolute = type !== 'ImplementationSpecific' || text !== '';
  return mustBeAbsolute && !text.startsWith('/')
    ? [invalid(childPath(at, 'path'), text, 'must be an absolute path')]
    : [];
}

function validateIngress(draft: Fields): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const rules = records(spec['rules']);
  if (rules.length === 0 && spec['defaultBackend'] === undefined) {
    return [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')];
  }
  return rules.flatMap((rule, index) =>
    records(asRecord(rule['http'])['paths']).flatMap((path, position) =>
      pathErrors(path, itemPath(`${itemPath('spec.rules', index)}.http.paths`, position)),
    ),
  );
}

function fillNetworkPolicy(draft: Fields): void {
  const spec = ensureRecord(draft, 'spec');
  const hasEgress = asList(spec['egress']).length > 0;
  if (asList(spec['policyTypes']).length === 0) spec['policyTypes'] = hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
  for (const rule of [...records(spec['ingress']), ...records(spec['egress'])]) {
    for (const port of records(rule['ports'])) setDefaults(port, { protocol: 'TCP' });
  }
}

function fillIngressClass(draft: Fields): void {
  const { parameters } = ensureRecord(draft, 'spec');
  if (isRecord(parameters)) setDefaults(parameters, { scope: 'Cluster' });
}

export const ingressRules: KindRules = { generation: 'counted', validate: validateIngress };
export const ingressClassRules: KindRules = { generation: 'counted', fill: fillIngressClass };
export const networkPolicyRules: KindRules = { generation: 'counted', fill: fillNetworkPolicy };

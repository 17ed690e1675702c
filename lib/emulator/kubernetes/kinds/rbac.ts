// RBAC objects: defaults, rules that grant something, and the immutability of `roleRef` (pkg/apis/rbac).
import { childPath, forbidden, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { isPathSegment } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { records } from './defaults.ts';
import type { KindRules } from './kind-rules.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

function ruleErrors(rule: Fields, path: string, isNamespaced: boolean): FieldError[] {
  const isEmpty = (field: string) => asList(rule[field]).length === 0;
  const verbs = isEmpty('verbs') ? [required(childPath(path, 'verbs'), 'verbs must contain at least one value')] : [];
  if (!isEmpty('nonResourceURLs')) {
    const field = childPath(path, 'nonResourceURLs');
    const isMixed = ['apiGroups', 'resources', 'resourceNames'].some((name) => !isEmpty(name));
    return [
      ...verbs,
      ...(isNamespaced
        ? [invalid(field, rule['nonResourceURLs'], 'namespaced rules cannot apply to non-resource URLs')]
        : []),
      ...(isMixed
        ? [
            invalid(
              field,
              rule['nonResourceURLs'],
              'rules cannot apply to both regular resources and non-resource URLs',
            ),
          ]
        : []),
    ];
  }
  return [
    ...verbs,
    ...(isEmpty('apiGroups')
      ? [required(childPath(path, 'apiGroups'), 'resource rules must supply at least one api group')]
      : []),
    ...(isEmpty('resources')
      ? [required(childPath(path, 'resources'), 'resource rules must supply at least one resource')]
      : []),
  ];
}

const roleOf = (isNamespaced: boolean): KindRules => ({
  name: isPathSegment,
  validate: (draft) =>
    records(draft['rules']).flatMap((rule, index) => ruleErrors(rule, itemPath('rules', index), isNamespaced)),
});

function fillBinding(draft: Fields): void {
  const roleRef = draft['roleRef'];
  if (isRecord(roleRef)) roleRef['apiGroup'] ??= rbacGroup;
  for (const subject of records(draft['subjects'])) {
    if (subject['kind'] !== 'ServiceAccount') subject['apiGroup'] ??= rbacGroup;
  }
}

const subjectKinds = ['ServiceAccount', 'User', 'Group'];

function subjectErrors(subject: Fields, path: string, isNamespaced: boolean): FieldError[] {
  const [kind, name] = [asText(subject['kind']), asText(subject['name'])];
  const missing = name === '' ? [required(childPath(path, 'name'))] : [];
  if (!subjectKinds.includes(kind)) return [...missing, notSupported(childPath(path, 'kind'), kind, subjectKinds)];
  const namespace = childPath(path, 'namespace');
  if (kind === 'ServiceAccount') {
    return [...missing, ...(subject['namespace'] || isNamespaced ? [] : [required(namespace)])];
  }
  return [...missing, ...(subject['namespace'] && !isNamespaced ? [forbidden(namespace, '')] : [])];
}

const bindingOf = (isNamespaced: boolean): KindRules => ({
  name: isPathSegment,
  fill: fillBinding,
  validate: (draft, old) => [
    ...referenceErrors(draft, isNamespaced),
    ...records(draft['subjects']).flatMap((subject, index) =>
      subjectErrors(subject, itemPath('subjects', index), isNamespaced),
    ),
    ...changeErrors(draft, old),
  ],
});

function referenceErrors(draft: Fields, isNamespaced: boolean): FieldError[] {
  const roleRef = asRecord(draft['roleRef']);
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return [
    ...(kinds.includes(asText(roleRef['kind'])) ? [] : [notSupported('roleRef.kind', roleRef['kind'] ?? '', kinds)]),
    ...(roleRef['name'] ? [] : [required('roleRef.name')]),
  ];
}

function changeErrors(draft: Fields, old: KubernetesObject | undefined): FieldError[] {
  if (!old || equalJson(old['roleRef'], draft['roleRef'])) return [];
  return [invalid('roleRef', draft['roleRef'], 'cannot change roleRef')];
}

export const roleRules = roleOf(true);
export const clusterRoleRules = roleOf(false);
export const roleBindingRules = bindingOf(true);
export const clusterRoleBindingRules = bindingOf(false);

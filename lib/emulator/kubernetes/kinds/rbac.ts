// RBAC objects: defaults and the immutability of `roleRef` (pkg/apis/rbac).
import { invalid, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { isPathSegment } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

function fillBinding(draft: Fields): void {
  const roleRef = draft['roleRef'];
  if (isRecord(roleRef)) roleRef['apiGroup'] ??= rbacGroup;
  for (const subject of asList(draft['subjects'])) {
    if (isRecord(subject) && subject['kind'] !== 'ServiceAccount') subject['apiGroup'] ??= rbacGroup;
  }
}

function validateBinding(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const roleRef = asRecord(draft['roleRef']);
  const errors: FieldError[] = [];
  if (!['Role', 'ClusterRole'].includes(asText(roleRef['kind']))) {
    errors.push(notSupported('roleRef.kind', roleRef['kind'] ?? '', ['Role', 'ClusterRole']));
  }
  if (!roleRef['name']) errors.push(required('roleRef.name'));
  if (old && !equalJson(old['roleRef'], draft['roleRef']))
    errors.push(invalid('roleRef', roleRef, 'cannot change roleRef'));
  return errors;
}

export const roleRules: KindRules = { name: isPathSegment };
export const roleBindingRules: KindRules = { name: isPathSegment, fill: fillBinding, validate: validateBinding };

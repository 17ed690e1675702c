// Secrets and ConfigMaps: keys, types and immutability (pkg/apis/core/validation).
import { childPath, forbidden, invalid, itemPath, required, type FieldError } from '../field-error.ts';
import { asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { isConfigKey } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';

/** Keys a Secret of a type must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

const keyErrors = (data: unknown, path: string): FieldError[] =>
  Object.keys(asRecord(data)).flatMap((key) => isConfigKey(key).map((text) => invalid(itemPath(path, key), key, text)));

function immutableErrors(draft: Fields, old: KubernetesObject | undefined, fields: readonly string[]): FieldError[] {
  if (old?.['immutable'] !== true) return [];
  const changed = fields.filter((name) => !equalJson(draft[name], old[name]));
  if (draft['immutable'] !== true) changed.push('immutable');
  return changed.map((name) => forbidden(name, 'field is immutable when `immutable` is set'));
}

function validateSecret(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const data = asRecord(draft['data']);
  const missing = (requiredKeys[asText(draft['type'])] ?? []).filter((key) => data[key] === undefined);
  const retyped = old && old['type'] !== draft['type'] ? [invalid('type', draft['type'], 'field is immutable')] : [];
  return [
    ...keyErrors(data, 'data'),
    ...missing.map((key) => required(itemPath('data', key))),
    ...retyped,
    ...immutableErrors(draft, old, ['data']),
  ];
}

export const secretRules: KindRules = {
  fill: (draft) => {
    draft['type'] ??= 'Opaque';
    if (!isRecord(draft['stringData'])) return;
    const encoded = Object.entries(draft['stringData']).map(([key, value]) => [
      key,
      Buffer.from(asText(value)).toString('base64'),
    ]);
    draft['data'] = { ...asRecord(draft['data']), ...Object.fromEntries(encoded) };
    delete draft['stringData'];
  },
  validate: validateSecret,
};

export const configMapRules: KindRules = {
  validate: (draft, old) => [
    ...keyErrors(draft['data'], 'data'),
    ...keyErrors(draft['binaryData'], 'binaryData'),
    ...Object.keys(asRecord(draft['binaryData']))
      .filter((key) => asRecord(draft['data'])[key] !== undefined)
      .map((key) => invalid(childPath('data', key), key, 'duplicate of key present in binaryData')),
    ...immutableErrors(draft, old, ['data', 'binaryData']),
  ],
};

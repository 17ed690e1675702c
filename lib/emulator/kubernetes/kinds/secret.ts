// Secrets and ConfigMaps: keys, types and immutability (pkg/apis/core/validation).
import { childPath, forbidden, invalid, itemPath, required, tooLong, type FieldError } from '../field-error.ts';
import { asRecord, asText, equalJson, isRecord, ownField, type Fields } from '../json.ts';
import { isConfigKey } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';

/** Keys a Secret of a type must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

/** The bytes that the values of one Secret or ConfigMap may take together. */
const maximumSize = 1024 * 1024;

const valuesOf = (data: unknown) => Object.values(asRecord(data)).map(asText);
const total = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);
const textSize = (data: unknown) => total(valuesOf(data).map((text) => Buffer.byteLength(text)));
const binarySize = (data: unknown) => total(valuesOf(data).map((text) => Buffer.byteLength(text, 'base64')));
const sizeErrors = (size: number, path: string) => (size > maximumSize ? [tooLong(path, maximumSize)] : []);

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
  const missing = (ownField(requiredKeys, asText(draft['type'])) ?? []).filter((key) => data[key] === undefined);
  const retyped = old && old['type'] !== draft['type'] ? [invalid('type', draft['type'], 'field is immutable')] : [];
  return [
    ...keyErrors(data, 'data'),
    ...sizeErrors(binarySize(data), 'data'),
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
    ...sizeErrors(textSize(draft['data']) + binarySize(draft['binaryData']), '[]'),
    ...immutableErrors(draft, old, ['data', 'binaryData']),
  ],
};

// Validation against a structural schema, with the messages of the API server (kube-openapi `validation/errors` as
// apiextensions-apiserver reports them). A part that an update leaves unchanged is not judged again (KEP-4008).
import { equalJson, isRecord, ownField, type Fields } from '../json.ts';
import {
  childPath,
  duplicate,
  invalid,
  itemPath,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
  type FieldError,
} from '../field-error.ts';
import type { Schema } from '../resources.ts';
import { canonicalJson } from '../json.ts';
import { childSchema, correlateItems, itemKey } from './correlate.ts';
import { hasFormat } from './format.ts';

const patterns = new Map<string, RegExp>();

/** RE2 patterns of the published schemas are valid in JavaScript; the few that need the non-Unicode dialect get it. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known) return known;
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'u');
  } catch {
    pattern = new RegExp(source);
  }
  patterns.set(source, pattern);
  return pattern;
}

/** The JSON type of a value as messages name it. */
function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function hasType(value: unknown, schema: Schema): boolean {
  if (value === null) return schema.nullable === true || schema.type === undefined;
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  const type = typeName(value);
  return schema.type === undefined || type === schema.type || (type === 'integer' && schema.type === 'number');
}

function typeError(value: unknown, schema: Schema, path: string): FieldError {
  const expected = schema['x-kubernetes-int-or-string'] ? 'integer,string' : (schema.type ?? '');
  return typeInvalid(path, typeName(value), `${path} in body must be of type ${expected}: "${typeName(value)}"`);
}

function stringErrors(value: string, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  }
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  }
  if (schema.format !== undefined && !hasFormat(value, schema.format)) {
    errors.push(typeInvalid(path, value, `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`));
  }
  return errors;
}

/** The bound a number breaks, as messages say it. */
function brokenBound(
  value: number,
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema,
): string | undefined {
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    return exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`;
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    return exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`;
  }
  return undefined;
}

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { multipleOf } = schema;
  const bound = brokenBound(value, schema);
  const multiple = multipleOf !== undefined && value % multipleOf !== 0 ? `a multiple of ${multipleOf}` : undefined;
  return [bound, multiple].flatMap((text) =>
    text === undefined ? [] : [invalid(path, value, `${path} in body should be ${text}`)],
  );
}

function duplicateErrors(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'map' && type !== 'set') return [];
  const seen = new Set<string>();
  return value.flatMap((item, index) => {
    const key = type === 'map' ? itemKey(item, schema) : canonicalJson(item);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const fields = isRecord(item) ? item : {};
    const keys = (schema['x-kubernetes-list-map-keys'] ?? []).toSorted().map((name) => [name, fields[name]]);
    return [duplicate(itemPath(path, index), type === 'map' ? Object.fromEntries(keys) : item)];
  });
}

function listErrors(value: readonly unknown[], schema: Schema, path: string, old: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const { minItems, maxItems, items } = schema;
  if (minItems !== undefined && value.length < minItems) {
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  if (items) {
    const oldItem = correlateItems(schema, old);
    errors.push(...value.flatMap((item, index) => schemaErrors(item, items, itemPath(path, index), oldItem(item))));
  }
  return [...errors, ...duplicateErrors(value, schema, path)];
}

function objectErrors(value: Fields, schema: Schema, path: string, old: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const size = Object.keys(value).length;
  const { minProperties, maxProperties } = schema;
  if (minProperties !== undefined && size < minProperties) {
    errors.push(invalid(path, size, `${path} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && size > maxProperties) errors.push(tooMany(path, size, maxProperties));
  for (const name of schema.required ?? []) {
    if (ownField(value, name) === undefined) errors.push(required(childPath(path, name)));
  }
  for (const [name, child] of Object.entries(value)) {
    const inner = childSchema(schema, name);
    if (!inner || child === undefined) continue;
    errors.push(...schemaErrors(child, inner, childPath(path, name), isRecord(old) ? ownField(old, name) : undefined));
  }
  return errors;
}

/** The errors of the alternative that comes closest, after a line that says none fits. */
function nearest(path: string, text: string, failures: readonly (readonly FieldError[])[]): FieldError[] {
  const best = failures.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return [invalid(path, '', `"${path}" ${text}`), ...best];
}

function junctionErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const judge = (alternative: Schema) => schemaErrors(value, alternative, path, undefined);
  const errors = (schema.allOf ?? []).flatMap(judge);
  if (errors.length > 0) errors.unshift(invalid(path, '', `"${path}" must validate all the schemas (allOf)`));
  const any = (schema.anyOf ?? []).map(judge);
  if (any.length > 0 && any.every((failure) => failure.length > 0)) {
    errors.push(...nearest(path, 'must validate at least one schema (anyOf)', any));
  }
  const one = (schema.oneOf ?? []).map(judge);
  const valid = one.filter((failure) => failure.length === 0).length;
  const onlyOne = 'must validate one and only one schema (oneOf). Found';
  if (one.length > 0 && valid === 0) errors.push(...nearest(path, `${onlyOne} none valid`, one));
  if (valid > 1) errors.push(invalid(path, '', `"${path}" ${onlyOne} ${valid} valid alternatives`));
  if (schema.not && judge(schema.not).length === 0) {
    errors.push(invalid(path, '', `"${path}" must not validate the schema (not)`));
  }
  return errors;
}

function structureErrors(value: unknown, schema: Schema, path: string, old: unknown): FieldError[] {
  if (typeof value === 'string') return stringErrors(value, schema, path);
  if (typeof value === 'number') return numberErrors(value, schema, path);
  if (Array.isArray(value)) return listErrors(value, schema, path, old);
  return isRecord(value) ? objectErrors(value, schema, path, old) : [];
}

/** Everything wrong with `value` under `schema`. `old` is the same part of the object before an update. */
export function schemaErrors(value: unknown, schema: Schema, path: string, old?: unknown): FieldError[] {
  if (old !== undefined && equalJson(value, old)) return [];
  if (!hasType(value, schema)) return [typeError(value, schema, path)];
  if (value === null) return [];
  const unsupported =
    schema.enum !== undefined && !schema.enum.some((allowed) => equalJson(allowed, value))
      ? [
          notSupported(
            path,
            value,
            schema.enum.map((allowed) => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed))),
          ),
        ]
      : [];
  return [...unsupported, ...structureErrors(value, schema, path, old), ...junctionErrors(value, schema, path)];
}

/** The type errors only: what a typed decoder refuses before any validation. */
export function typeErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  if (value === null || value === undefined) return [];
  if (!hasType(value, schema)) return [typeError(value, schema, path)];
  const { items } = schema;
  if (Array.isArray(value)) {
    return items ? value.flatMap((item, index) => typeErrors(item, items, itemPath(path, index))) : [];
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const inner = childSchema(schema, name);
    return inner ? typeErrors(child, inner, childPath(path, name)) : [];
  });
}

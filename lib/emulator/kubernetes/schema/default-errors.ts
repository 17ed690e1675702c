// Defaults must be what the schema they stand in allows, and nothing more.
import { childPath, invalid, type FieldError } from '../field-error.ts';
import { cloneJson, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import { celErrors } from './cel-rules.ts';
import { pruneUnknownFields } from './prune.ts';
import { schemaErrors } from './validate.ts';

/** Errors of the default of a schema, if it has one. */
export function defaultErrors(schema: Fields, path: string): FieldError[] {
  const value = schema['default'];
  if (value === undefined) return [];
  const field = childPath(path, 'default');
  const typed = schema as Schema;
  if (pruneUnknownFields(cloneJson(value), typed).length > 0) {
    return [invalid(field, value, 'must not have unknown fields')];
  }
  const errors = schemaErrors(value, typed, '');
  const judged = errors.length > 0 ? errors : celErrors(value, typed, '');
  return judged.map((error) => ({ ...error, field: error.field === '' ? field : childPath(field, error.field) }));
}

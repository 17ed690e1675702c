// JSON merge patch (RFC 7386).
import { cloneJson, isRecord, ownField, setField, type Fields } from '../json.ts';

/** The target after the patch; inputs are left alone. Null removes a field, a list replaces a list. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return cloneJson(patch);
  const result: Fields = isRecord(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else setField(result, name, applyMergePatch(ownField(result, name), value));
  }
  return result;
}

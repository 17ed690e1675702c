// Strategic merge patch, for built-in kinds: lists with a merge key are merged item by item, directives (`$patch`,
// `$deleteFromPrimitiveList`, `$retainKeys`, `$setElementOrder`) are honoured.
// https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
import { badRequest } from '../api-error.ts';
import { asList, cloneJson, equalJson, isRecord, ownField, setField, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import { childSchema } from '../schema/correlate.ts';

const deleteFromList = '$deleteFromPrimitiveList/';
const setElementOrder = '$setElementOrder/';

const merges = (schema: Schema | undefined) =>
  schema?.['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;
const mergeKeyOf = (schema: Schema | undefined) => schema?.['x-kubernetes-patch-merge-key'];

function itemWithKey(list: readonly unknown[], key: string, value: unknown): number {
  return list.findIndex((item) => isRecord(item) && equalJson(item[key], value));
}

function mergeKeyedItem(list: unknown[], item: Fields, key: string, itemSchema: Schema | undefined): void {
  if (item[key] === undefined)
    throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
  const index = itemWithKey(list, key, item[key]);
  if (item['$patch'] === 'delete') {
    if (index >= 0) list.splice(index, 1);
    return;
  }
  const { $patch: directive, ...fields } = item;
  if (index < 0) list.push(mergeObject({}, fields, itemSchema));
  else list[index] = directive === 'replace' ? cloneJson(fields) : mergeObject(list[index], fields, itemSchema);
}

/**
 * Items of the patch in its order; items it does not name keep their place before the first one they stood before, and
 * new items go as far to the front as that allows.
 */
function inPatchOrder(
  merged: readonly unknown[],
  before: readonly unknown[],
  patch: readonly unknown[],
  key: string | undefined,
): unknown[] {
  const identity = (item: unknown) => (key !== undefined && isRecord(item) ? item[key] : item);
  const placeIn = (list: readonly unknown[], item: unknown) =>
    list.findIndex((other) => equalJson(identity(other), identity(item)));
  const named = merged
    .filter((item) => placeIn(patch, item) >= 0)
    .sort((a, b) => placeIn(patch, a) - placeIn(patch, b));
  const others = merged.filter((item) => placeIn(patch, item) < 0);
  const result: unknown[] = [];
  for (const item of named) {
    const place = placeIn(before, item);
    while (others.length > 0 && place >= 0 && placeIn(before, others[0]) < place) result.push(others.shift());
    result.push(item);
  }
  return [...result, ...others];
}

function mergeList(target: unknown, patch: readonly unknown[], schema: Schema | undefined): unknown[] {
  const replaces = patch.some(
    (item) => isRecord(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1,
  );
  if (replaces || !merges(schema)) {
    return cloneJson(patch.filter((item) => !(isRecord(item) && item['$patch'] !== undefined))) as unknown[];
  }
  const result = [...asList(target)];
  const key = mergeKeyOf(schema);
  for (const item of patch) {
    if (key !== undefined && isRecord(item)) mergeKeyedItem(result, item, key, schema?.items);
    else if (!result.some((existing) => equalJson(existing, item))) result.push(cloneJson(item));
  }
  return inPatchOrder(result, asList(target), patch, key);
}

/** Puts the items an order names into that order, the others after the item they followed. */
function reorder(list: readonly unknown[], order: readonly unknown[], key: string | undefined): unknown[] {
  const identity = (item: unknown) => (key !== undefined && isRecord(item) ? item[key] : item);
  const rank = (item: unknown) => order.findIndex((entry) => equalJson(identity(entry), identity(item)));
  let last = -1;
  const ranked = list.map((item, index) => {
    last = rank(item) >= 0 ? rank(item) : last;
    return { item, rank: last, index };
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).map((entry) => entry.item);
}

function applyDirective(result: Fields, name: string, value: unknown, schema: Schema | undefined): boolean {
  if (name.startsWith(deleteFromList)) {
    const field = name.slice(deleteFromList.length);
    const doomed = asList(value);
    const kept = asList(ownField(result, field)).filter((item) => !doomed.some((entry) => equalJson(entry, item)));
    setField(result, field, kept);
    return true;
  }
  if (name.startsWith(setElementOrder)) {
    const field = name.slice(setElementOrder.length);
    const key = mergeKeyOf(schema && childSchema(schema, field));
    const list = ownField(result, field);
    if (Array.isArray(list)) setField(result, field, reorder(list, asList(value), key));
    return true;
  }
  return name === '$retainKeys' || name === '$patch';
}

/** Order directives come last: they sort what the other fields of the patch have merged. */
const orderLast = (a: readonly [string, unknown], b: readonly [string, unknown]) =>
  Number(a[0].startsWith(setElementOrder)) - Number(b[0].startsWith(setElementOrder));

/** The fields `$retainKeys` names, all others gone. */
function retain(result: Fields, names: unknown): void {
  if (!Array.isArray(names)) return;
  for (const name of Object.keys(result)) if (!names.includes(name)) delete result[name];
}

function mergeField(result: Fields, name: string, value: unknown, schema: Schema | undefined): void {
  if (applyDirective(result, name, value, schema)) return;
  const inner = schema && childSchema(schema, name);
  if (value === null) delete result[name];
  else if (Array.isArray(value)) setField(result, name, mergeList(ownField(result, name), value, inner));
  else setField(result, name, isRecord(value) ? mergeObject(ownField(result, name), value, inner) : value);
}

function mergeObject(target: unknown, patch: Fields, schema: Schema | undefined): Fields {
  const { $patch: directive, ...fields } = patch;
  if (directive === 'replace') return cloneJson(fields);
  if (directive === 'delete') return {};
  const result: Fields = isRecord(target) ? { ...target } : {};
  retain(result, patch['$retainKeys']);
  for (const [name, value] of Object.entries(fields).sort(orderLast)) mergeField(result, name, value, schema);
  return result;
}

/** The target after the patch; inputs are left alone. */
export function applyStrategicMergePatch(target: unknown, patch: Fields, schema: Schema): Fields {
  return mergeObject(target, patch, schema);
}

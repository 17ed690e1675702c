// The value operations of server-side apply (structured-merge-diff `typed`): the fields of a value, the difference of
// two values, a merge, and the removal of fields.
import { equalJson, isRecord, ownField, setField, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import { emptySet, fieldSet, isEmpty, union, type FieldSet } from './field-set.ts';
import { childrenOf, isDeclaredField, schemaBelow, shapeOf } from './structure.ts';

const leaf: FieldSet = { member: true, children: new Map() };

const isHollow = (value: unknown) => value === null || (isRecord(value) && Object.keys(value).length === 0);

/** Every field that `value` sets: its leaves, the entries of its maps and the items of its lists. */
export function fieldsOf(value: unknown, schema: Schema): FieldSet {
  const shape = shapeOf(value, schema);
  if (shape === 'leaf') return leaf;
  const children = childrenOf(value, schema).map(([step, child, childSchema]): [string, FieldSet] => {
    const fields = fieldsOf(child, childSchema);
    const isEntry = shape === 'list' || isHollow(child) || !isDeclaredField(step, schema);
    return [step, isEntry ? { ...fields, member: true } : fields];
  });
  return fieldSet(false, children);
}

/** The set with every declared field on the way to a member made a member too. */
export function withNamedFields(set: FieldSet, schema: Schema): FieldSet {
  const children = [...set.children].map(([step, child]): [string, FieldSet] => {
    const inner = withNamedFields(child, schemaBelow(step, schema));
    return [step, isDeclaredField(step, schema) ? { ...inner, member: true } : inner];
  });
  return fieldSet(set.member, children);
}

/** What changed from one value to another. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const unchanged: Comparison = { added: emptySet, modified: emptySet, removed: emptySet };

/** Whether nothing was added, modified or removed; the order of fields and of keyed list items does not count. */
export const isSame = (comparison: Comparison) =>
  isEmpty(comparison.added) && isEmpty(comparison.modified) && isEmpty(comparison.removed);

/** All fields of a value that came or went as a whole; inner nodes count too. */
function wholly(value: unknown, schema: Schema): FieldSet {
  if (shapeOf(value, schema) === 'leaf') return leaf;
  const children = childrenOf(value, schema).map(([step, child, inner]): [string, FieldSet] => [
    step,
    wholly(child, inner),
  ]);
  return { ...fieldSet(false, children), member: true };
}

function compareChildren(before: unknown, after: unknown, schema: Schema): Comparison {
  const old = new Map(childrenOf(before, schema).map(([step, child]) => [step, child]));
  const current = new Map(childrenOf(after, schema).map(([step, child]) => [step, child]));
  const steps = [...new Set([...old.keys(), ...current.keys()])];
  const parts = steps.map((step): [string, Comparison] => [
    step,
    compare(old.get(step), current.get(step), schemaBelow(step, schema)),
  ]);
  const collect = (side: keyof Comparison) =>
    fieldSet(
      false,
      parts.map(([step, part]) => [step, part[side]]),
    );
  return { added: collect('added'), modified: collect('modified'), removed: collect('removed') };
}

/** Compares two values of one schema; undefined stands for absent. */
export function compare(before: unknown, after: unknown, schema: Schema): Comparison {
  if (before === after || equalJson(before, after)) return unchanged;
  if (before === undefined) return { ...unchanged, added: wholly(after, schema) };
  if (after === undefined) return { ...unchanged, removed: wholly(before, schema) };
  const shape = shapeOf(after ?? before, schema);
  // A null list or map is one without entries: what comes or goes are the entries.
  const isSameShape = before === null || after === null || shapeOf(before, schema) === shape;
  if (shape === 'leaf' || !isSameShape) return { ...unchanged, modified: leaf };
  return compareChildren(before, after, schema);
}

/** Lists keep the order of the applied items; items only the live list has stay behind the item they followed. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], schema: Schema): unknown[] {
  const liveItems = childrenOf(live, schema);
  const appliedItems = new Map(childrenOf(applied, schema).map(([step, item]) => [step, item]));
  const known = new Map(liveItems.map(([step, item]) => [step, item]));
  const inner = schema.items ?? {};
  const following = new Map<string, unknown[]>([['', []]]);
  let anchor = '';
  for (const [step, item] of liveItems) {
    if (appliedItems.has(step)) following.set((anchor = step), []);
    else following.get(anchor)?.push(item);
  }
  const ordered = [...appliedItems].flatMap(([step, item]) => [
    merge(known.get(step), item, inner),
    ...(following.get(step) ?? []),
  ]);
  return [...(following.get('') ?? []), ...ordered];
}

/** The live value with the applied one laid over it. */
export function merge(live: unknown, applied: unknown, schema: Schema): unknown {
  if (applied === undefined) return live;
  const shape = shapeOf(applied, schema);
  if (shape === 'list' && Array.isArray(live) && Array.isArray(applied)) return mergeLists(live, applied, schema);
  if (shape !== 'map' || !isRecord(live) || !isRecord(applied)) return applied;
  const result: Fields = { ...live };
  for (const [name, value] of Object.entries(applied)) {
    setField(result, name, merge(ownField(live, name), value, schemaBelow(`f:${name}`, schema)));
  }
  return result;
}

/** The value without the fields of a set. A map or list that loses everything stays behind empty. */
export function removeFields(value: unknown, doomed: FieldSet, schema: Schema): unknown {
  if (doomed.children.size === 0) return value;
  const kept = childrenOf(value, schema).flatMap(([step, child, inner]): [string, unknown][] => {
    const below = doomed.children.get(step);
    if (below?.member) return [];
    return [[step, below ? removeFields(child, below, inner) : child]];
  });
  if (Array.isArray(value)) return kept.map(([, child]) => child);
  return Object.fromEntries(kept.map(([step, child]) => [step.slice(2), child]));
}

/** The union of several sets. */
export const unionOf = (sets: readonly FieldSet[]) => sets.reduce(union, emptySet);

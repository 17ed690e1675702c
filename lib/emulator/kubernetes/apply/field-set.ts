// Sets of fields, the currency of server-side apply (structured-merge-diff `fieldpath`): which paths of an object are
// members. A path step is written as in `fieldsV1`: `f:<field>`, `k:<keys as JSON>`, `v:<value as JSON>`.
import { isRecord, type Fields } from '../json.ts';
import type { JsonObject } from '../object.ts';

/** A node of the set: whether this path is a member, and what lies below it. Immutable. */
export interface FieldSet {
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const emptySet: FieldSet = { member: false, children: new Map() };

/** No member at the root or, since empty children never get into a set, anywhere below it. */
export const isEmpty = (set: FieldSet): boolean => !set.member && set.children.size === 0;

/** A set from its parts; empty children vanish. */
export function fieldSet(member: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  return { member, children: new Map([...children].filter(([, child]) => !isEmpty(child))) };
}

type Membership = (a: boolean, b: boolean) => boolean;

function combine(a: FieldSet, b: FieldSet, membership: Membership): FieldSet {
  const steps = new Set([...a.children.keys(), ...b.children.keys()]);
  return fieldSet(
    membership(a.member, b.member),
    [...steps].map((step) => [
      step,
      combine(a.children.get(step) ?? emptySet, b.children.get(step) ?? emptySet, membership),
    ]),
  );
}

/** Members of either set. */
export const union = (a: FieldSet, b: FieldSet) => combine(a, b, (inA, inB) => inA || inB);
/** Members of both sets; a path is not a member because one above or below it is. */
export const intersection = (a: FieldSet, b: FieldSet) => combine(a, b, (inA, inB) => inA && inB);
/** Members of `a` that are not members of `b`; what lies below a removed path stays. */
export const difference = (a: FieldSet, b: FieldSet) => combine(a, b, (inA, inB) => inA && !inB);

/** The set without a path and everything below it. */
export function without(set: FieldSet, path: readonly string[]): FieldSet {
  const [step, ...rest] = path;
  if (step === undefined) return emptySet;
  const child = set.children.get(step);
  if (!child) return set;
  return fieldSet(
    set.member,
    [...set.children].map(([name, node]) => [name, name === step ? without(node, rest) : node]),
  );
}

/** The part of the set at and below a path, still rooted where the set is. */
export function only(set: FieldSet, path: readonly string[]): FieldSet {
  const [step, ...rest] = path;
  if (step === undefined) return set;
  const child = set.children.get(step);
  return child ? fieldSet(false, [[step, only(child, rest)]]) : emptySet;
}

/** Every member path, depth first. */
export function members(set: FieldSet, prefix: readonly string[] = []): readonly (readonly string[])[] {
  const below = [...set.children]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([step, child]) => members(child, [...prefix, step]));
  return set.member ? [prefix, ...below] : below;
}

/** The set as `fieldsV1`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const children = [...set.children].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = children.map(([step, child]): [string, JsonObject] => [
    step,
    child.children.size === 0 ? {} : { ...(child.member && { '.': {} }), ...toFieldsV1(child) },
  ]);
  return Object.fromEntries(entries);
}

/** Reads `fieldsV1`; a leaf is a member, an inner node only if it says so with `.`. */
export function fromFieldsV1(fields: Fields, root = true): FieldSet {
  const children = Object.entries(fields).filter(([step]) => step !== '.');
  const member = !root && (children.length === 0 || '.' in fields);
  return fieldSet(
    member,
    children.map(([step, child]) => [step, fromFieldsV1(isRecord(child) ? child : {}, false)]),
  );
}

function stepText(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  const value: unknown = JSON.parse(step.slice(2));
  if (step.startsWith('k:') && isRecord(value)) {
    return `[${Object.entries(value)
      .map(([key, part]) => `${key}=${JSON.stringify(part)}`)
      .join(',')}]`;
  }
  return `[=${JSON.stringify(value)}]`;
}

/** A path for people: `.spec.ports[port=80,protocol="TCP"].nodePort`. */
export const pathText = (path: readonly string[]) => path.map(stepText).join('');

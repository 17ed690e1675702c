// A named unknown: an attribute of a resource that does not exist yet (Terraform's "unknown", LBC's `$ref`).

export interface Ref {
  /** Id of the resource inside its stack. */
  readonly ref: string;
  readonly attribute: 'arn' | 'groupId';
}

/** A value known now, or after the step that creates its resource. */
export type Value = string | Ref;

/** Tells by type only; whether its resource exists is for `resolveValue`. */
export function isRef(value: Value): value is Ref {
  return typeof value !== 'string';
}

/** Attributes learnt so far: resource id → attribute → value. */
export type Known = Readonly<Record<string, Readonly<Partial<Record<Ref['attribute'], string>>>>>;

/** The value behind a Ref, or undefined while its resource does not exist. */
export function resolveValue(value: Value, known: Known): string | undefined {
  return isRef(value) ? known[value.ref]?.[value.attribute] : value;
}

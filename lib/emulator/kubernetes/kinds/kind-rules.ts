// What is particular to a kind beyond its schema: name rule, defaults, admission, validation.
import type { FieldError } from '../field-error.ts';
import type { Fields } from '../json.ts';
import type { NameRule } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';

/** What kind rules may look at besides the object. */
export interface Surroundings {
  /** The object before an update. */
  readonly old?: KubernetesObject;
  /** The stored Services, for allocations. */
  services(): readonly KubernetesObject[];
  /** A fresh seeded number in [0, below). */
  number(below: number): number;
}

/** Whether `metadata.generation` counts changes of everything but metadata and status. */
export type Generation = 'counted' | 'none';

export interface KindRules {
  readonly name?: NameRule;
  readonly generation?: Generation;
  /** False: a write must name the resource version it is based on. */
  readonly unconditionalUpdate?: boolean;
  /** A deletion answers with the object instead of a Status. */
  readonly returnsDeletedObject?: boolean;
  /** For kinds that are emptied before they go: how an object is marked when its deletion is first asked for. */
  readonly terminate?: (object: KubernetesObject, now: string) => Fields;
  /** Fills in defaults, in place, on every write. They belong to whoever writes. */
  readonly fill?: (draft: Fields, around: Surroundings) => void;
  /** Allocates, and adds what admission adds, in place, on every write. That belongs to nobody. */
  readonly prepare?: (draft: Fields, around: Surroundings) => void;
  readonly validate?: (draft: Fields, old: KubernetesObject | undefined, around: Surroundings) => readonly FieldError[];
}

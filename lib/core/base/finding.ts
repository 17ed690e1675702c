// A problem (or a note) on one object: the only way a pure stage speaks about bad input.
import type { ObjectKey } from './ids.ts';

/** `error` costs the named part its service; `note` changes nothing that is served. */
export type Severity = 'error' | 'note';

export interface Finding {
  /** The smallest object that is to blame, and that will show it. */
  readonly subject: ObjectKey;
  /** Field path inside the object, e.g. `spec.rules[0].filters[1]`; empty for the object as a whole. */
  readonly path: string;
  readonly severity: Severity;
  /** The status condition type that carries it: `Accepted`, `ResolvedRefs`, `Programmed`, `Conflicted`, `PartiallyInvalid`. */
  readonly condition: string;
  /** Gateway API reason, or one of ours in the same style. */
  readonly reason: string;
  /** Stable text: names the value and the remedy; no request ids, no times. */
  readonly message: string;
  /** On a route: index in `spec.parentRefs` if only one parent is concerned. */
  readonly parent?: number;
  /** On a Gateway or ListenerSet: the listener's name if only one listener is concerned. */
  readonly listener?: string;
}

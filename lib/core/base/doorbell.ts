// "Look again": what travels on the queues. Keys only, never a spec, a secret or tenant data; order, duplicates and
// losses do not matter, because the reader looks at the world and not at the message.

/** What to look at. `namespace`/`name` as the kind needs them. */
export interface Subject {
  readonly kind: 'gateway' | 'class' | 'service' | 'nodes' | 'heartbeat';
  readonly namespace?: string;
  readonly name?: string;
}

/** Which object moved, and how; for people who follow one change through the logs. */
export interface Cause {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `added`, `modified`, `deleted`, `resync`, `waiting`, `fault`, `unresolved`, `sweep`, `drift`, … */
  readonly why: string;
}

/** A message on a cell's `changes` queue. At most 1 KB of JSON. */
export interface Doorbell {
  readonly v: 1;
  readonly subject: Subject;
  readonly cause: Cause;
  /** Epoch milliseconds at which the cause was seen. */
  readonly at: number;
  /** How often this subject has been rung again by ourselves; bounded at 200. */
  readonly ring: number;
  /** X-Ray style trace id: `1-<8 hex>-<24 hex>`. */
  readonly trace: string;
}

/** A message on `reconcile.fifo` or `targets.fifo`: many doorbells for one subject, collapsed. */
export interface Summons {
  readonly v: 1;
  readonly cluster: string;
  readonly subject: Subject;
  /** At most ten. */
  readonly causes: readonly Cause[];
  /** The oldest. */
  readonly at: number;
  readonly ring: number;
  readonly trace: string;
}

/** After so many rings of its own the sweep takes over and an alarm names the Gateway. */
export const maximumRings = 200;

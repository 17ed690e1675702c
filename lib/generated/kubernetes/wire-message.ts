// The protobuf form of the built-in kinds, as data: which field of a message has which number, and which name its value
// has in JSON. Go keeps both on its struct fields, and so does the table that is generated from them.

/**
 * How Go treats a field: `repeated`, a `map` from text, `inline` (the fields of its message stand in JSON where the
 * message would), a `pointer` (absence is not zero), `omitempty` and `omitzero` as encoding/json means them.
 */
export type WireTrait = 'repeated' | 'map' | 'inline' | 'pointer' | 'omitempty' | 'omitzero';

/** Number, name in JSON, type (`string`, `bool`, `bytes`, `int32`, `int64`, `double` or a message), and traits. */
export type WireField = readonly [number: number, name: string, type: string, ...traits: WireTrait[]];

/** Fields by number, lowest first. */
export type WireMessage = readonly WireField[];

/** Messages by name (`core.v1.Pod`) and the message of each kind (`v1 Pod`, `apps/v1 DeploymentList`). */
export interface WireMessageTable {
  readonly messages: Readonly<Record<string, WireMessage>>;
  readonly kinds: Readonly<Record<string, string>>;
}

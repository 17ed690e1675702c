// The generated table of protobuf messages, prepared for reading and writing.
import type { WireTrait } from '../../../generated/kubernetes/wire-message.ts';
import { wireMessages } from '../../../generated/kubernetes/wire-messages.ts';

/** How the values of a field stand on the wire (https://protobuf.dev/programming-guides/encoding/#structure). */
export type Encoding = 'varint' | 'fixed64' | 'bytes';

/** One field of a message. `name` is the one in JSON; fields that are inlined there have none. */
export interface MessageField {
  readonly number: number;
  readonly name: string;
  /** A scalar (`string`, `bool`, `bytes`, `int32`, `int64`, `double`) or the name of a message. */
  readonly type: string;
  readonly isMessage: boolean;
  readonly encoding: Encoding;
  readonly isRepeated: boolean;
  readonly isMap: boolean;
  readonly isInline: boolean;
  /** Whether Go tells absent from zero: pointers, lists, maps and bytes can be absent. */
  readonly isOptional: boolean;
  /** Whether Go leaves a zero value out of JSON. */
  readonly omitsZero: boolean;
  /** Whether Go leaves an empty list or map out of JSON; otherwise it is null. */
  readonly omitsEmpty: boolean;
}

export interface Message {
  readonly fields: readonly MessageField[];
  readonly byNumber: ReadonlyMap<number, MessageField>;
}

const scalars: Readonly<Record<string, Encoding>> = {
  ...{ string: 'bytes', bytes: 'bytes', double: 'fixed64' },
  ...{ bool: 'varint', int32: 'varint', int64: 'varint' },
};

function toField(number: number, name: string, type: string, traits: readonly WireTrait[]): MessageField {
  const has = (trait: WireTrait) => traits.includes(trait);
  const isMessage = scalars[type] === undefined;
  return {
    ...{ number, name, type, isMessage, encoding: scalars[type] ?? 'bytes' },
    isRepeated: has('repeated'),
    isMap: has('map'),
    isInline: has('inline'),
    isOptional: has('pointer') || has('repeated') || has('map') || type === 'bytes',
    omitsZero: isMessage ? has('omitzero') : has('omitempty'),
    omitsEmpty: has('omitempty'),
  };
}

const prepared = new Map<string, Message>();

/** A message by name. Throws on a name the table lacks: the table is broken. */
export function messageOf(name: string): Message {
  const known = prepared.get(name);
  if (known) return known;
  const definition = wireMessages.messages[name];
  if (!definition) throw new Error(`there is no message ${name}`);
  const fields = definition.map(([number, field, type, ...traits]) => toField(number, field, type, traits));
  const message = { fields, byNumber: new Map(fields.map((field) => [field.number, field])) };
  prepared.set(name, message);
  return message;
}

/**
 * The name of the message of a kind; undefined when the kind has none, as custom ones. The options of a deletion and the
 * machinery's own kinds are registered in every group version.
 */
export function messageOfKind(apiVersion: string, kind: string): string | undefined {
  const { kinds } = wireMessages;
  // Old discovery documents leave out their version.
  const known = kinds[`${apiVersion === '' ? 'v1' : apiVersion} ${kind}`];
  return known ?? (kind === 'DeleteOptions' ? kinds['v1 DeleteOptions'] : undefined);
}

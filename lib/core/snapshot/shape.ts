// Decoders for untrusted JSON, made of small parts. A shape says which fields we know: what else is set is noted as unread,
// so that no field can be overlooked in silence. Nothing here throws; a wrong type is noted with its path.

/** What decoding one object has brought to light. */
export interface Notes {
  /** `<path>: <what is wrong>`. Not empty: the decoded value must not be used. */
  readonly malformed: string[];
  /** Paths of fields that are set and that no shape knows. */
  readonly unread: string[];
}

/** Reads a value that is neither undefined nor null. Answers undefined only after noting why. */
export type Shape<T> = (value: unknown, path: string, notes: Notes) => T | undefined;

interface Required<T> {
  readonly shape: Shape<T>;
  readonly absent: 'required';
}

interface Optional<T> {
  readonly shape: Shape<T>;
  readonly absent: 'omitted';
}

interface Defaulted<T> {
  readonly shape: Shape<T>;
  readonly absent: { readonly value: T };
}

/** How a record reads its members; TypeScript holds a shape to the type it claims to decode. */
export type Fields<T> = {
  readonly [Name in keyof T]-?: undefined extends T[Name]
    ? Optional<Exclude<T[Name], undefined>>
    : Record<never, never> extends Pick<T, Name>
      ? Optional<T[Name]>
      : Required<T[Name]> | Defaulted<T[Name]>;
};

export const required = <T>(shape: Shape<T>): Required<T> => ({ shape, absent: 'required' });
export const optional = <T>(shape: Shape<T>): Optional<T> => ({ shape, absent: 'omitted' });
export const defaulted = <T>(shape: Shape<T>, value: T): Defaulted<T> => ({ shape, absent: { value } });

function wrong(expected: string): (value: unknown, path: string, notes: Notes) => undefined {
  return (value, path, notes) => {
    notes.malformed.push(`${path}: expected ${expected}, found ${describe(value)}`);
    return undefined;
  };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : `${typeof value} ${JSON.stringify(value)}`;
}

const noText = wrong('a string');
const noInteger = wrong('an integer');
const noFlag = wrong('true or false');
const noList = wrong('a list');
const noObject = wrong('an object');
const noIntOrText = wrong('an integer or a string');

export const text: Shape<string> = (value, path, notes) =>
  typeof value === 'string' ? value : noText(value, path, notes);
export const integer: Shape<number> = (value, path, notes) =>
  Number.isInteger(value) ? (value as number) : noInteger(value, path, notes);
export const flag: Shape<boolean> = (value, path, notes) =>
  typeof value === 'boolean' ? value : noFlag(value, path, notes);
export const integerOrText: Shape<number | string> = (value, path, notes) =>
  typeof value === 'string' || Number.isInteger(value) ? (value as number | string) : noIntOrText(value, path, notes);

/** An object that is carried as it is: all of it counts as known, to be refused as a whole. */
export const opaque: Shape<Readonly<Record<string, unknown>>> = (value, path, notes) =>
  isObject(value) ? value : noObject(value, path, notes);

/** In order, without the items that are malformed, each of which is noted with its index. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, path, notes) => {
    if (!Array.isArray(value)) return noList(value, path, notes);
    return (value as unknown[])
      .map((each, index) => item(each, `${path}[${index}]`, notes))
      .filter((each) => each !== undefined);
  };
}

/** Free keys, all values of one shape; sorted, so that equal objects are equal as text. */
export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path, notes) => {
    if (!isObject(value)) return noObject(value, path, notes);
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = sorted.map(([key, each]) => [key, item(each, `${path}.${key}`, notes)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, T] => entry[1] !== undefined));
  };
}

/** The named members and no others: further ones are noted as unread. */
export function record<T extends object>(fields: Fields<T>): Shape<T> {
  return recordWith(fields, (name, path, notes) => notes.unread.push(join(path, name)));
}

/** The named members; others do not concern us (metadata, status, kinds of Kubernetes itself). */
export function partOf<T extends object>(fields: Fields<T>): Shape<T> {
  return recordWith(fields, () => undefined);
}

function recordWith<T extends object>(
  fields: Fields<T>,
  unknownMember: (name: string, path: string, notes: Notes) => void,
): Shape<T> {
  const known = Object.entries(
    fields as Readonly<Record<string, Required<unknown> | Optional<unknown> | Defaulted<unknown>>>,
  );
  const names = new Set(known.map(([name]) => name));
  return (value, path, notes) => {
    if (!isObject(value)) return noObject(value, path, notes);
    const result: Record<string, unknown> = {};
    for (const [name, field] of known) {
      const member = decodeMember(field, value[name], join(path, name), notes);
      if (member !== undefined) result[name] = member;
    }
    for (const name of Object.keys(value)) if (!names.has(name) && isSet(value[name])) unknownMember(name, path, notes);
    return result as T;
  };
}

/** Null is Kubernetes' other way of writing absent. */
function decodeMember(
  field: Required<unknown> | Optional<unknown> | Defaulted<unknown>,
  value: unknown,
  path: string,
  notes: Notes,
): unknown {
  if (isSet(value)) return field.shape(value, path, notes);
  if (field.absent === 'omitted') return undefined;
  if (field.absent === 'required') return void notes.malformed.push(`${path}: is missing`);
  return field.absent.value;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A JSON object: neither null nor a list. Its members are not checked. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

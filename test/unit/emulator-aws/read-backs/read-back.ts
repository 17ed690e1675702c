// One row of the tables of accepted requests.
import { isDeepStrictEqual } from 'node:util';
import type { FrontDoor } from '../front-door.ts';

export interface ReadBack {
  /** What was asked for, as a sentence about the request. */
  readonly request: string;
  /** Sends the request and returns the member of the answer, or of the describing call after it, that the row is about. */
  readonly read: (account: FrontDoor) => Promise<unknown>;
  /** What that member is in AWS's shape. */
  readonly shows: (account: FrontDoor) => unknown;
  /** The public page that says so. */
  readonly page: string;
}

/** A row. `shows` is the value, or how it follows from the account. */
export const shown = (
  request: string,
  read: ReadBack['read'],
  shows: object | string | number | undefined | ((account: FrontDoor) => unknown),
  page: string,
): ReadBack => ({
  request,
  read,
  shows: typeof shows === 'function' ? (shows as ReadBack['shows']) : () => shows,
  page,
});

let last = 0;

/** A number no other row has had: names, ports and priorities come from it. */
export const fresh = (): number => (last += 1);

/** The described member, once it is clear that the answer to the writing call said the same. */
export function agreed<T>(answered: T, described: T): T {
  if (isDeepStrictEqual(answered, described)) return described;
  throw new Error(`answered ${JSON.stringify(answered)}, then described ${JSON.stringify(described)}`);
}

/** Attributes as an object. */
export const toObject = (
  attributes: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
) => Object.fromEntries(attributes.map(({ Key = '', Value }) => [Key, Value]));

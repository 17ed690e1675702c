// Filling in what a client left out, in place, as Go's defaulting functions do.
import { asList, asRecord, isRecord, type Fields } from '../json.ts';

/** Sets each field that is absent. The defaults must not be shared: they become part of the object. */
export function setDefaults(fields: Fields, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (fields[name] === undefined || fields[name] === null) fields[name] = value;
  }
}

/** A child that is an object, made if absent. */
export function ensureRecord(fields: Fields, name: string): Fields {
  const child = asRecord(fields[name]);
  fields[name] = child;
  return child;
}

/** The items of a list that are objects. */
export const records = (list: unknown): readonly Fields[] => asList(list).filter(isRecord);

// One write as the verbs see it: what is written to, by whom, and how strictly.
import { badRequest } from '../api-error.ts';
import type { User } from '../user.ts';
import { asRecord, asText, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';

export interface Write {
  readonly resource: Resource;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  /** Empty when a creation takes the name from the body. */
  readonly name: string;
  readonly subresource: '' | 'status' | 'scale';
  readonly manager: string;
  /** Who writes; undefined for the server's own controllers, whom admission does not question. */
  readonly user?: User;
  readonly dryRun: boolean;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Adds a warning to the answer. */
  readonly warn: (text: string) => void;
}

/** A mutable view of a stored object: a shallow copy whose parts must be replaced, not changed. */
export function draftOf(object: KubernetesObject): Fields {
  return { ...object, metadata: { ...object.metadata } };
}

/** `metadata` of a draft. */
export const metadataOf = (draft: Fields): Fields => asRecord(draft['metadata']);

/** Throws the 400 of an object without the name its URL says. */
export function requireName(draft: Fields, name: string): void {
  const found = asText(metadataOf(draft)['name']);
  if (found === name) return;
  throw badRequest(
    found === ''
      ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
      : `the name of the object (${found}) does not match the name on the URL (${name})`,
  );
}

/** The draft with some of its metadata replaced; undefined removes. */
export function withMetadata(draft: Fields, changes: Fields): Fields {
  const entries = Object.entries({ ...metadataOf(draft), ...changes }).filter(([, value]) => value !== undefined);
  return { ...draft, metadata: Object.fromEntries(entries) };
}

import type { Tags } from '../../core/stack/stack.ts';
import { text } from './optional-members.ts';

/** Tags and attributes as AWS lists them. */
export interface KeyAndValue {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagsFromSdk(tags: readonly KeyAndValue[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [text(Key), text(Value)]));
}

export function tagsToSdk(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

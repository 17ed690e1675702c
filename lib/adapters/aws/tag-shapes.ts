import type { Tags } from '../../core/stack/stack.ts';
import { text } from './optional-members.ts';

/** Tags and attributes as AWS lists them. */
export interface KeyAndValue {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** An absent list is no tags, and an absent value is ''. AWS's own `aws:` tags stay in. */
export function tagsFromSdk(tags: readonly KeyAndValue[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [text(Key), text(Value)]));
}

/** In the order of the record; neither the number nor the lengths of tags are checked. */
export function tagsToSdk(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

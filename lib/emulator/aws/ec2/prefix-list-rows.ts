// Rows of managed prefix lists.
import type { TagMap } from './tag-map.ts';

export interface PrefixListEntry {
  readonly cidr: string;
  readonly description?: string;
}

export interface ManagedPrefixList {
  readonly id: string;
  readonly name: string;
  /** An account id, or `AWS`. */
  readonly ownerId: string;
  readonly family: string;
  /** What a rule that names the list counts as. */
  readonly maxEntries: number;
  readonly state: 'create-complete' | 'modify-complete' | 'delete-failed';
  /** The last version is the current one; numbers start at 1. */
  readonly versions: readonly (readonly PrefixListEntry[])[];
  readonly tags: TagMap;
}

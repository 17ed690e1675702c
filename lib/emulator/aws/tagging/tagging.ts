// What the tagging API works on: the index that searches ask, and the resources themselves, which writes change.
import type { Taggable } from '../service.ts';
import type { World } from '../world.ts';
import type { TagIndex } from './tag-index.ts';

export interface Tagging {
  readonly world: World;
  readonly index: TagIndex;
  /** By service; more may join. */
  readonly taggables: readonly Taggable[];
}

/** The service's part in a resource of this ARN, and its tags; undefined if there is no such resource. */
export function findResource({ taggables }: Tagging, arn: string) {
  for (const taggable of taggables) {
    const found = taggable.list().find((resource) => resource.arn === arn);
    if (found) return { taggable, tags: found.tags };
  }
  return undefined;
}

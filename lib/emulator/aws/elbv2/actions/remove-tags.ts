import type { Elbv2 } from '../elbv2.ts';
import { requireTagged } from '../tags.ts';

interface RemoveTagsInput {
  readonly ResourceArns: readonly string[];
  readonly TagKeys: readonly string[];
}

/** RemoveTags: keys that are not there are no error. */
export const removeTags = (elbv2: Elbv2) =>
  function remove({ ResourceArns, TagKeys }: RemoveTagsInput) {
    for (const { tags, setTags } of ResourceArns.map((arn) => requireTagged(elbv2, arn))) {
      setTags(Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))));
    }
    elbv2.world.changed();
    return {};
  };

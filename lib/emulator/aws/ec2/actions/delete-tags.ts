import type { Ec2 } from '../ec2.ts';
import type { Tag } from '../tags.ts';
import { requireTaggable } from '../taggable.ts';

/** DeleteTags: with a value only a tag of that value goes; without tags all go; absent keys are no error. */
export const deleteTags = ({ tables, world }: Ec2) =>
  function remove({ Resources, Tags }: { readonly Resources: readonly string[]; readonly Tags?: readonly Tag[] }) {
    const resources = Resources.map((id) => requireTaggable(tables.now, id));
    const isDoomed = (key: string, value: string) =>
      Tags === undefined || Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
    for (const { tags, setTags } of resources) {
      setTags(Object.fromEntries(Object.entries(tags).filter(([key, value]) => !isDoomed(key, value))));
    }
    world.changed();
    return {};
  };

import type { Elbv2 } from '../elbv2.ts';
import { readTags, refuseTooManyTags, requireTagged, type Tag } from '../tags.ts';

interface AddTagsInput {
  readonly ResourceArns: readonly string[];
  readonly Tags: readonly Tag[];
}

/** AddTags: existing keys get the new value. All resources or none. */
export const addTags = (elbv2: Elbv2) =>
  function add({ ResourceArns, Tags }: AddTagsInput) {
    const resources = ResourceArns.map((arn) => requireTagged(elbv2, arn));
    const given = readTags(Tags);
    const merged = resources.map(({ tags }) =>
      refuseTooManyTags({ ...tags, ...given }, elbv2.world.limits.tagsPerResource),
    );
    for (const [index, resource] of resources.entries()) resource.setTags(merged[index] ?? resource.tags);
    elbv2.world.changed();
    return {};
  };

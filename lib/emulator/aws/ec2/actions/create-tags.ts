import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readTags, refuseTooMany, type Tag } from '../tags.ts';
import { requireTaggable } from '../taggable.ts';

/** CreateTags: existing keys get the new value. All resources or none. */
export const createTags = ({ tables, world }: Ec2) =>
  function create({ Resources, Tags }: { readonly Resources: readonly string[]; readonly Tags: readonly Tag[] }) {
    if (Resources.length > 1000)
      throw new AwsError('InvalidParameterValue', 'At most 1000 resources can be tagged in one request.');
    const given = readTags(Tags);
    const resources = Resources.map((id) => requireTaggable(tables.now, id));
    const merged = resources.map(({ tags }) => refuseTooMany({ ...tags, ...given }, world.limits.tagsPerResource));
    for (const [index, resource] of resources.entries()) resource.setTags(merged[index] ?? resource.tags);
    world.changed();
    return {};
  };

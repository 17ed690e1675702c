import { AddTagsCommand, RemoveTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { chunksOf } from './pages.ts';
import type { StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

/** Tags of everything that load balancing knows. AWS says for DescribeTags, and for these calls not, how many it takes. */
const resourcesPerCall = 20;

export const tagWriters: StepWriters<'AddTags' | 'RemoveTags'> = {
  async AddTags({ resources, tags }, { elbv2, value }) {
    for (const ResourceArns of chunksOf(resources.map(value), resourcesPerCall)) {
      await elbv2(new AddTagsCommand({ ResourceArns, Tags: tagsToSdk(tags) }));
    }
  },

  async RemoveTags({ resources, keys }, { elbv2, value }) {
    for (const ResourceArns of chunksOf(resources.map(value), resourcesPerCall)) {
      await elbv2(new RemoveTagsCommand({ ResourceArns, TagKeys: [...keys] }));
    }
  },
};

// Queues as the tagging API sees them.
import type { Taggable } from '../aws/service.ts';
import { findQueueByArn, type QueueRegion } from './queue-region.ts';

/** All queues by ARN. */
export const queueTaggable = (region: QueueRegion): Taggable => ({
  list: () => [...region.queues.values()].map(({ arn, tags }) => ({ arn, tags: Object.fromEntries(tags) })),
  setTags: (arn, tags) => {
    const queue = findQueueByArn(region, arn);
    if (!queue) return;
    queue.tags.clear();
    for (const [name, value] of Object.entries(tags)) queue.tags.set(name, value);
  },
  permission: { tag: 'sqs:TagQueue', untag: 'sqs:UntagQueue' },
  subscribe: (changed) => {
    region.onTagsChanged = changed;
  },
});

// TagResource, UntagResource, ListTagsForResource.
import { pageOf } from '../../page.ts';
import type { Action } from '../../service.ts';
import { readTags, requireFewTags, type ListInput, type Tag } from '../entities.ts';
import type { Waf } from '../waf.ts';
import { invalidParameter, nonexistent } from '../waf-error.ts';

interface OnArn {
  readonly ResourceARN: string;
}

type TagMap = Readonly<Record<string, string>>;

/** Tags of an ARN, or undefined if it is nothing of WAF's. */
export function tagsOf({ tables }: Waf, arn: string): TagMap | undefined {
  return (tables.now.webAcls.get(arn) ?? tables.now.ipSets.get(arn))?.tags;
}

/** Replaces all tags of an ARN. */
export function setTags({ tables, world }: Waf, arn: string, tags: TagMap): void {
  const { webAcls, ipSets } = tables.now;
  const [acl, set] = [webAcls.get(arn), ipSets.get(arn)];
  if (acl) webAcls.set(arn, { ...acl, tags });
  if (set) ipSets.set(arn, { ...set, tags });
  world.changed();
}

function requireTags(waf: Waf, arn: string): TagMap {
  const tags = tagsOf(waf, arn);
  if (!tags) throw nonexistent();
  return tags;
}

/** The three actions. */
export const tagActions = (waf: Waf): Readonly<Record<string, Action>> => ({
  TagResource: ({ ResourceARN, Tags }: OnArn & { readonly Tags: readonly Tag[] }) => {
    setTags(waf, ResourceARN, requireFewTags({ ...requireTags(waf, ResourceARN), ...readTags(Tags) }));
    return {};
  },
  UntagResource: ({ ResourceARN, TagKeys }: OnArn & { readonly TagKeys: readonly string[] }) => {
    const kept = Object.entries(requireTags(waf, ResourceARN)).filter(([key]) => !TagKeys.includes(key));
    setTags(waf, ResourceARN, Object.fromEntries(kept));
    return {};
  },
  ListTagsForResource: ({ ResourceARN, Limit = 100, NextMarker }: OnArn & ListInput) => {
    const all = Object.entries(requireTags(waf, ResourceARN)).map(([Key, Value]) => ({ Key, Value }));
    const invalid = invalidParameter('The marker is not valid.', 'NEXT_MARKER', NextMarker ?? '');
    const { items, next } = pageOf(all, Limit, NextMarker, invalid);
    return {
      TagInfoForResource: { ResourceARN, TagList: items },
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});

// Condition keys made of tags.
import type { RequestContext } from './authorization.ts';

type TagMap = Readonly<Record<string, string>>;

const prefixed = (prefix: string, tags: TagMap) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags (or tag keys) a request carries. */
export function requestTagsContext(tags: TagMap, keys: readonly string[] = Object.keys(tags)): RequestContext {
  return keys.length === 0 ? {} : { ...prefixed('aws:RequestTag', tags), 'aws:TagKeys': keys };
}

/** `aws:ResourceTag/…` and the service's own `<service>:ResourceTag/…` of an existing resource. */
export function resourceTagsContext(service: string, tags: TagMap | undefined): RequestContext {
  return { ...prefixed('aws:ResourceTag', tags ?? {}), ...prefixed(`${service}:ResourceTag`, tags ?? {}) };
}

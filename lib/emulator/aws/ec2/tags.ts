// Tags of EC2 resources: rules for keys and values, tags given at creation.
import { AwsError } from '../aws-error.ts';
import type { TagMap } from './tables.ts';

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

export interface TagSpecification {
  readonly ResourceType?: string;
  readonly Tags?: readonly Tag[];
}

/** Tags as a reply lists them. */
export const toTagList = (tags: TagMap): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/**
 * `Tags` of a resource whose description leaves the member out when there are none: VPCs, subnets, security groups and
 * instances; the others show an empty list.
 */
export const toTagsMember = (tags: TagMap): { readonly Tags?: Tag[] } =>
  Object.keys(tags).length === 0 ? {} : { Tags: toTagList(tags) };

/** Given tags as a map; refuses reserved, empty, doubled and overlong ones. */
export function readTags(tags: readonly Tag[] | undefined): TagMap {
  const read: Record<string, string> = {};
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (Key === '') throw new AwsError('InvalidParameterValue', 'Tag key cannot be empty.');
    if (/^aws:/i.test(Key)) {
      throw new AwsError('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
    }
    if (Key.length > 128)
      throw new AwsError('InvalidParameterValue', 'Tag key exceeds the maximum length of 128 characters.');
    if (Value.length > 256)
      throw new AwsError('InvalidParameterValue', 'Tag value exceeds the maximum length of 256 characters.');
    if (Object.hasOwn(read, Key)) throw new AwsError('InvalidParameterValue', `Duplicate tag key '${Key}' specified.`);
    read[Key] = Value;
  }
  return read;
}

/** Tags of the specifications for the one resource type an action makes; refuses a specification for another type. */
export const readTagSpecifications = (
  specifications: readonly TagSpecification[] | undefined,
  type: string,
  limit: number,
): TagMap => readTagSpecificationsFor(specifications, type, [type], limit);

/** Tags of the specifications for one of the resource types an action makes. */
export function readTagSpecificationsFor(
  specifications: readonly TagSpecification[] | undefined,
  type: string,
  allowed: readonly string[],
  limit: number,
): TagMap {
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (ResourceType === undefined) {
      throw new AwsError('InvalidParameter', 'Tag specification resource type must have a value');
    }
    if (!allowed.includes(ResourceType)) {
      throw new AwsError(
        'InvalidParameterValue',
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    if (!Tags || Tags.length === 0) {
      throw new AwsError('InvalidParameterValue', 'Tag specification must have at least one tag');
    }
  }
  const own = specifications?.filter(({ ResourceType }) => ResourceType === type);
  return refuseTooMany(readTags(own?.flatMap(({ Tags = [] }) => Tags)), limit);
}

/** The tags themselves, unless there are too many. */
export function refuseTooMany(tags: TagMap, limit: number): TagMap {
  if (Object.keys(tags).length > limit)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  return tags;
}

// Tags of load balancing resources.
import { AwsError } from '../aws-error.ts';
import {
  kindOfArn,
  requireListener,
  requireLoadBalancer,
  requireRule,
  requireTargetGroup,
  requireTrustStore,
  tableOf,
} from './arns.ts';
import type { Elbv2 } from './elbv2.ts';
import type { TagMap } from './tables.ts';

export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

/** Given tags as a map; refuses doubled and reserved keys. */
export function readTags(tags: readonly Tag[] | undefined): TagMap {
  const read: Record<string, string> = {};
  for (const { Key, Value = '' } of tags ?? []) {
    if (Object.hasOwn(read, Key)) {
      throw new AwsError('DuplicateTagKeys', `Duplicate tag keys found: '${Key}'`);
    }
    if (/^aws:/i.test(Key))
      throw new AwsError('ValidationError', `Tag keys that begin with 'aws:' are reserved: '${Key}'`);
    read[Key] = Value;
  }
  return read;
}

/** Tags for a new resource: as `readTags`, and not too many. */
export const readNewTags = ({ world }: Elbv2, tags: readonly Tag[] | undefined): TagMap =>
  refuseTooManyTags(readTags(tags), world.limits.tagsPerResource);

/** The tags themselves, unless there are more than AWS allows. */
export function refuseTooManyTags(tags: TagMap, limit: number): TagMap {
  if (Object.keys(tags).length > limit) {
    throw new AwsError('TooManyTags', `The maximum number of tags per resource is '${limit}'`);
  }
  return tags;
}

export interface Tagged {
  readonly arn: string;
  readonly tags: TagMap;
  setTags(tags: TagMap): void;
}

const requireByKind = {
  loadBalancer: requireLoadBalancer,
  listener: requireListener,
  rule: requireRule,
  targetGroup: requireTargetGroup,
  trustStore: requireTrustStore,
} as const;

/** Any resource that wears tags; ValidationError for other ARNs, its kind's NotFound for an unknown one. */
export function requireTagged(elbv2: Elbv2, arn: string): Tagged {
  const kind = kindOfArn(arn);
  if (!kind) throw new AwsError('ValidationError', `'${arn}' is not a valid load balancer ARN`);
  const row = requireByKind[kind](elbv2, arn);
  const table = elbv2.tables.now[tableOf(kind)] as Map<string, typeof row>;
  return { arn, tags: row.tags, setTags: (tags) => void table.set(arn, { ...row, tags }) };
}

/** Tags as a reply lists them. */
export const toTagList = (tags: TagMap): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

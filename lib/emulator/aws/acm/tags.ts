// Tags of certificates.
import { AwsError } from '../aws-error.ts';

export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

export type TagMap = Readonly<Record<string, string>>;

/** Given tags as a map; refuses reserved and doubled keys. */
export function readTags(tags: readonly Tag[] | undefined): TagMap {
  const read: Record<string, string> = {};
  for (const { Key, Value = '' } of tags ?? []) {
    refuseReserved(Key);
    if (Object.hasOwn(read, Key)) throw new AwsError('InvalidTagException', `Duplicate tag key: ${Key}`);
    read[Key] = Value;
  }
  return read;
}

/** Keys of AWS's own are nobody else's to write. */
export function refuseReserved(key: string): void {
  if (!/^aws:/i.test(key)) return;
  throw new AwsError('InvalidTagException', `aws: prefixed tag key names are not allowed for external use.`);
}

/** The tags themselves, unless there are too many. */
export function refuseTooMany(tags: TagMap, limit: number): TagMap {
  if (Object.keys(tags).length <= limit) return tags;
  const shown = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  throw new AwsError('TooManyTagsException', `the TagSet: '{${shown.join(', ')}}' contains too many Tags`);
}

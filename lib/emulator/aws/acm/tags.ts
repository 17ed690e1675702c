// Tags of certificates.
import { AwsError } from '../aws-error.ts';

export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

/** Given tags as a map; refuses reserved and doubled keys. */
export function readTags(tags: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const { Key, Value = '' } of tags ?? []) {
    if (/^aws:/i.test(Key))
      throw new AwsError('InvalidTagException', `aws: prefixed tag key names are not allowed for external use.`);
    if (Object.hasOwn(read, Key)) throw new AwsError('InvalidTagException', `Duplicate tag key: ${Key}`);
    read[Key] = Value;
  }
  return read;
}

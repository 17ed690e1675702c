// A Lambda batch from a FIFO queue: split by message group, groups side by side, each group one collapsed run. A group
// that fails is reported whole: the failed message and all later ones of its group must come again in order.
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

export interface MessageGroup {
  readonly id: string;
  /** In queue order, at least one. */
  readonly records: readonly SQSRecord[];
}

/** Groups in the order of their first message. */
export function groupRecords(records: readonly SQSRecord[]): readonly MessageGroup[] {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) {
    const id = record.attributes.MessageGroupId ?? '';
    const group = groups.get(id);
    if (group) group.push(record);
    else groups.set(id, [record]);
  }
  return [...groups].map(([id, list]) => ({ id, records: list }));
}

/** Runs every group concurrently; a rejected run fails its group and no other. `failed` hears why. */
export async function runGroups(
  records: readonly SQSRecord[],
  run: (group: MessageGroup) => Promise<void>,
  failed: (group: MessageGroup, error: unknown) => void,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    groupRecords(records).map(async (group) => {
      try {
        await run(group);
        return [];
      } catch (error) {
        failed(group, error);
        return group.records;
      }
    }),
  );
  return { batchItemFailures: failures.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

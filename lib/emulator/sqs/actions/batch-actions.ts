// The batch variants: up to ten entries, each of which succeeds or fails by itself.
import { AwsError } from '../../aws/aws-error.ts';
import type { Action, Call } from '../../aws/service.ts';
import { maxMessageBytes } from '../message-content.ts';
import { messageSize } from '../message-digest.ts';
import { queueByUrl, type QueueRegion } from '../queue-region.ts';
import type { Queue } from '../queue.ts';
import { messageActions } from './message-actions.ts';
import type { MessageInput } from './message-wire.ts';

interface Entry {
  readonly Id: string;
}

interface Batch<E extends Entry> {
  readonly QueueUrl: string;
  readonly Entries: readonly E[];
}

const maxEntries = 10;

function refuseEntries(action: string, entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${action}RequestEntry in the request.`);
  }
  if (entries.length > maxEntries) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxEntries}. You have sent ${entries.length}.`,
    );
  }
  if (entries.some(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const ids = entries.map(({ Id }) => Id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

/** Two mistakes of one entry refuse the whole batch: a FIFO message without its ids, and too many bytes in all. */
function refuseMessages(queue: Queue, entries: readonly MessageInput[]): void {
  const bytes = entries.reduce((sum, entry) => sum + messageSize(entry.MessageBody, entry.MessageAttributes ?? {}), 0);
  if (bytes > maxMessageBytes) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${maxMessageBytes} bytes. You have sent ${bytes} bytes.`,
    );
  }
  if (!queue.fifo) return;
  if (entries.some(({ MessageGroupId }) => MessageGroupId === undefined)) {
    throw new AwsError('InvalidParameterValue', 'The request must contain the parameter MessageGroupId.');
  }
  const needsId = queue.attributes.ContentBasedDeduplication !== 'true';
  if (needsId && entries.some(({ MessageDeduplicationId }) => MessageDeduplicationId === undefined)) {
    throw new AwsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

function runEntry<E extends Entry>(entry: E, run: (entry: E) => object) {
  try {
    return { ok: { Id: entry.Id, ...run(entry) } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { failed: { Id: entry.Id, SenderFault: error.status < 500, Code: error.code, Message: error.message } };
  }
}

function runEntries<E extends Entry>(entries: readonly E[], run: (entry: E) => object): object {
  const outcomes = entries.map((entry) => runEntry(entry, run));
  return {
    Successful: outcomes.flatMap(({ ok }) => ok ?? []),
    Failed: outcomes.flatMap(({ failed }) => failed ?? []),
  };
}

/** SendMessageBatch, DeleteMessageBatch, ChangeMessageVisibilityBatch. */
export function batchActions(region: QueueRegion): Readonly<Record<string, Action>> {
  const single = messageActions(region);
  const batch = (action: string, single: Action): Action => {
    return (input: Batch<Entry>, call: Call) => {
      const queue = queueByUrl(region, input.QueueUrl);
      refuseEntries(`${action}Batch`, input.Entries);
      if (action === 'SendMessage') refuseMessages(queue, input.Entries as unknown as MessageInput[]);
      const run = single as (input: object, call: Call) => object;
      return runEntries(input.Entries, (entry) => run({ ...entry, QueueUrl: input.QueueUrl }, call));
    };
  };
  return Object.fromEntries(
    ['SendMessage', 'DeleteMessage', 'ChangeMessageVisibility'].flatMap((action) => {
      const one = single[action];
      return one ? [[`${action}Batch`, batch(action, one)]] : [];
    }),
  );
}

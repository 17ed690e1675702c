// Messages as the API writes them.
import { createHash } from 'node:crypto';
import { AwsError } from '../../aws/aws-error.ts';
import type { Call } from '../../aws/service.ts';
import { digestOfAttributes } from '../message-digest.ts';
import type { OutgoingMessage } from '../message-content.ts';
import type { MessageAttributes } from '../queue.ts';
import type { ReceivedMessage } from '../receive-message.ts';

/** The members of SendMessage, and of one entry of SendMessageBatch. */
export interface MessageInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

/** `SenderId`: the unique id of a user, or that of a role and its session name. */
function senderIdOf(arn: string): string {
  const [, role = arn, session] = /assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  const id = createHash('sha256').update(role).digest('hex').slice(0, 17).toUpperCase();
  return session === undefined ? `AIDA${id}` : `AROA${id}:${session}`;
}

/** The trace header given as system attribute, else that of the request (AWS X-Ray developer guide, "Amazon SQS and AWS X-Ray"). */
function traceHeaderOf(input: MessageInput, call: Call): string | undefined {
  for (const name of Object.keys(input.MessageSystemAttributes ?? {})) {
    if (name !== 'AWSTraceHeader') {
      throw new AwsError(
        'InvalidParameterValue',
        `Message system attribute name '${name}' is invalid. Only AWSTraceHeader is supported.`,
      );
    }
  }
  return input.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? call.traceHeader;
}

/** The message that an API input asks to send. */
export function toOutgoing(input: MessageInput, call: Call): OutgoingMessage {
  const traceHeader = traceHeaderOf(input, call);
  return {
    body: input.MessageBody,
    senderId: senderIdOf(call.caller.arn),
    attributes: input.MessageAttributes ?? {},
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(input.DelaySeconds === undefined ? {} : { delaySeconds: input.DelaySeconds }),
    ...(input.MessageGroupId === undefined ? {} : { groupId: input.MessageGroupId }),
    ...(input.MessageDeduplicationId === undefined ? {} : { deduplicationId: input.MessageDeduplicationId }),
  };
}

/** `All`, a name, or a prefix followed by `*` or `.*`. */
const isWanted = (name: string, filters: readonly string[]) =>
  filters.some(
    (filter) =>
      filter === 'All' || filter === name || (filter.endsWith('*') && name.startsWith(filter.replace(/\.?\*$/, ''))),
  );

const systemAttributeNames = new Set([
  ...['All', 'SenderId', 'SentTimestamp', 'ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp'],
  ...['SequenceNumber', 'MessageDeduplicationId', 'MessageGroupId', 'AWSTraceHeader', 'DeadLetterQueueSourceArn'],
]);

/** Throws for a name that no system attribute has. */
export function refuseUnknownSystemNames(names: readonly string[]): void {
  const strange = names.find((name) => !systemAttributeNames.has(name));
  if (strange !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${strange}.`);
}

const pick = <T>(all: Readonly<Record<string, T>>, filters: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name, filters)));

const unlessEmpty = <T extends object>(name: string, value: T) =>
  Object.keys(value).length === 0 ? {} : { [name]: value };

/** A delivery with the attributes that were asked for; the digest covers those that are shown. */
export function toWireMessage(
  message: ReceivedMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): object {
  const attributes = pick(message.attributes, attributeNames);
  const digest = digestOfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...unlessEmpty('Attributes', pick(message.systemAttributes, systemNames)),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    ...unlessEmpty('MessageAttributes', attributes),
  };
}

// What SQS refuses about the content of a message, before looking at the queue's state.
import { AwsError } from '../aws/aws-error.ts';
import { messageSize } from './message-digest.ts';
import type { MessageAttribute, MessageAttributes, Queue } from './queue.ts';

/** One message to send. Delays are seconds. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Identity of the sender as `SenderId` shows it. */
  readonly senderId?: string;
}

/** Largest message and largest batch, in bytes (1 MiB since August 2025). */
export const maxMessageBytes = 1_048_576;

const maxAttributes = 10;
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const attributeName = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const fifoId = /^[\x21-\x7e]{1,128}$/;

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

function refuseAttribute(name: string, attribute: MessageAttribute): void {
  if (!attributeName.test(name)) throw invalid(`The message attribute name '${name}' is invalid.`);
  const kind = attribute.DataType.split('.')[0];
  if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary') {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = kind === 'Binary' ? attribute.BinaryValue : attribute.StringValue;
  if (value === undefined || value.length === 0) {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
  }
  if (kind === 'Number' && !Number.isFinite(Number(attribute.StringValue))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

function refuseBody(body: string): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (forbidden.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  }
}

function refuseId(parameter: string, value: string | undefined): void {
  if (value === undefined || fifoId.test(value)) return;
  throw invalid(
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function refuseDelay(delay: number | undefined, fifo: boolean): void {
  if (delay === undefined) return;
  if (delay < 0 || delay > 900) {
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  if (fifo && delay !== 0) {
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}

function refuseFifoParameters(queue: Queue, message: OutgoingMessage): void {
  if (message.groupId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  }
  if (message.deduplicationId === undefined && queue.attributes.ContentBasedDeduplication !== 'true') {
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

/** Throws the refusal SQS answers for this message on this queue; returns when it may be stored. */
export function refuseMessage(queue: Queue, message: OutgoingMessage): void {
  const attributes = message.attributes ?? {};
  refuseBody(message.body);
  const count = Object.keys(attributes).length;
  if (count > maxAttributes)
    throw invalid(`Number of message attributes [${count}] exceeds the allowed maximum [${maxAttributes}].`);
  for (const [name, attribute] of Object.entries(attributes)) refuseAttribute(name, attribute);
  const limit = Number(queue.attributes.MaximumMessageSize);
  if (messageSize(message.body, attributes) > limit) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
  refuseDelay(message.delaySeconds, queue.fifo);
  refuseId('MessageGroupId', message.groupId);
  refuseId('MessageDeduplicationId', message.deduplicationId);
  if (queue.fifo) refuseFifoParameters(queue, message);
  else if (message.deduplicationId !== undefined) {
    throw invalid(
      `Value ${message.deduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.`,
    );
  }
}

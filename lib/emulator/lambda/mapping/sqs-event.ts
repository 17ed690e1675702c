// The event a function gets from a queue (Lambda developer guide, "Example Amazon SQS message event").
import { digestOfAttributes } from '../../sqs/message-digest.ts';
import type { MessageAttribute } from '../../sqs/queue.ts';
import type { ReceivedMessage } from '../../sqs/receive-message.ts';
import type { JsonObject } from '../template/template.ts';

function toEventAttribute({ DataType, StringValue, BinaryValue }: MessageAttribute): JsonObject {
  return {
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/** One record of the event. */
export function toRecord(message: ReceivedMessage, queueArn: string): JsonObject {
  const digest = digestOfAttributes(message.attributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.systemAttributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [name, toEventAttribute(attribute)]),
    ),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

// Actions on single messages.
import { AwsError } from '../../aws/aws-error.ts';
import type { Action, Call } from '../../aws/service.ts';
import { changeVisibility, deleteMessage } from '../in-flight.ts';
import { digestOfAttributes, digestOfBody } from '../message-digest.ts';
import { queueByUrl, type QueueRegion } from '../queue-region.ts';
import { sendMessage } from '../send-message.ts';
import { receiveWaiting } from '../wait-for-messages.ts';
import { refuseUnknownSystemNames, toOutgoing, toWireMessage, type MessageInput } from './message-wire.ts';

interface OnQueue {
  readonly QueueUrl: string;
}

interface ReceiveInput extends OnQueue {
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly ReceiveRequestAttemptId?: string;
}

function within(parameter: string, value: number, [min, max]: readonly [number, number], demand: string): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${demand}`,
  );
}

async function receive(region: QueueRegion, input: ReceiveInput) {
  const queue = queueByUrl(region, input.QueueUrl);
  const max = input.MaxNumberOfMessages ?? 1;
  within('MaxNumberOfMessages', max, [1, 10], 'Must be between 1 and 10, if provided.');
  const visibility = input.VisibilityTimeout;
  if (visibility !== undefined) {
    within('VisibilityTimeout', visibility, [0, 43_200], 'Must be >= 0 and <= 43200, if provided.');
  }
  const wait = input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
  within('WaitTimeSeconds', wait, [0, 20], 'Must be >= 0 and <= 20, if provided.');
  const systemNames = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  refuseUnknownSystemNames(systemNames);
  const received = await receiveWaiting(region, queue, {
    max,
    waitMs: wait * 1000,
    ...(visibility === undefined ? {} : { visibilityTimeout: visibility }),
    ...(input.ReceiveRequestAttemptId === undefined ? {} : { attemptId: input.ReceiveRequestAttemptId }),
  });
  if (received.length === 0) return {};
  return {
    Messages: received.map((message) => toWireMessage(message, systemNames, input.MessageAttributeNames ?? [])),
  };
}

/** SendMessage, ReceiveMessage, DeleteMessage, ChangeMessageVisibility. */
export const messageActions = (region: QueueRegion): Readonly<Record<string, Action>> => ({
  SendMessage: (input: OnQueue & MessageInput, call: Call) => {
    const message = toOutgoing(input, call);
    const sent = sendMessage(region, queueByUrl(region, input.QueueUrl), message);
    const digest = digestOfAttributes(message.attributes ?? {});
    const systemDigest = digestOfAttributes(input.MessageSystemAttributes ?? {});
    return {
      MessageId: sent.messageId,
      MD5OfMessageBody: digestOfBody(message.body),
      ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
      ...(systemDigest === undefined ? {} : { MD5OfMessageSystemAttributes: systemDigest }),
      ...(sent.sequenceNumber === undefined ? {} : { SequenceNumber: sent.sequenceNumber }),
    };
  },

  ReceiveMessage: (input: ReceiveInput) => receive(region, input),

  DeleteMessage: (input: OnQueue & { ReceiptHandle: string }) => {
    deleteMessage(region, queueByUrl(region, input.QueueUrl), input.ReceiptHandle);
    return {};
  },

  ChangeMessageVisibility: (input: OnQueue & { ReceiptHandle: string; VisibilityTimeout: number }) => {
    changeVisibility(region, queueByUrl(region, input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout);
    return {};
  },
});

// Queue attributes are strings by name; this file knows their ranges, defaults and which queue type has them
// (SQS API reference, CreateQueue and SetQueueAttributes).
import { AwsError } from '../aws/aws-error.ts';
import { parsePolicy } from '../aws/iam/policy-grammar.ts';

export type QueueAttributes = Readonly<Record<string, string>>;

const numericRanges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

const booleans = ['true', 'false'];
const choices: Readonly<Record<string, readonly string[]>> = {
  SqsManagedSseEnabled: booleans,
  FifoQueue: ['true'],
  ContentBasedDeduplication: booleans,
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

const documents = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'];
const fifoOnly = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
const settable = new Set([...Object.keys(numericRanges), ...Object.keys(choices), ...documents, 'KmsMasterKeyId']);

/** Attributes that are removed by setting them to the empty string. */
const removable = new Set([...documents, 'KmsMasterKeyId']);

const standardDefaults: QueueAttributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

const fifoDefaults: QueueAttributes = {
  ...standardDefaults,
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Read-only names that GetQueueAttributes answers besides the settable ones. */
const readOnly = [
  'All',
  'QueueArn',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

const invalidValue = (name: string, reason = '') =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.${reason && ` Reason: ${reason}`}`);
const unknown = (name: string) => new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);

function refuseValue(name: string, value: string): void {
  const range = numericRanges[name];
  if (range && (!/^\d+$/.test(value) || Number(value) < range[0] || Number(value) > range[1])) throw invalidValue(name);
  const choice = choices[name];
  if (choice && !choice.includes(value)) throw invalidValue(name);
  if (documents.includes(name) && value !== '') parseDocument(name, value);
  if (name === 'Policy' && value !== '' && 'problem' in parsePolicy(value, 'resource')) throw invalidValue(name);
}

/** A JSON attribute as an object; anything else is refused. */
export function parseDocument(name: string, value: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Refused below like every other value that is not an object.
  }
  throw invalidValue(name);
}

function refuseCombination(attributes: QueueAttributes): void {
  if (attributes.FifoThroughputLimit === 'perMessageGroupId' && attributes.DeduplicationScope !== 'messageGroup') {
    throw invalidValue(
      'FifoThroughputLimit',
      'To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.',
    );
  }
  if (attributes.KmsMasterKeyId !== undefined && attributes.SqsManagedSseEnabled === 'true') {
    throw new AwsError(
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  }
}

/** A KMS key given alone replaces the default SQS-managed encryption. */
const withoutDefaultEncryption = (given: QueueAttributes): QueueAttributes =>
  given.KmsMasterKeyId !== undefined && given.SqsManagedSseEnabled === undefined
    ? { ...given, SqsManagedSseEnabled: 'false' }
    : given;

function merge(current: QueueAttributes, given: QueueAttributes): QueueAttributes {
  const merged = { ...current, ...withoutDefaultEncryption(given) };
  const kept = Object.fromEntries(
    Object.entries(merged).filter(([name, value]) => !(removable.has(name) && value === '')),
  );
  refuseCombination(kept);
  return kept['RedrivePolicy'] === undefined ? kept : { ...kept, RedrivePolicy: countAsNumber(kept['RedrivePolicy']) };
}

/** A receive count given as text comes back as a number. */
function countAsNumber(value: string): string {
  const policy = parseDocument('RedrivePolicy', value);
  const { maxReceiveCount: count } = policy;
  return typeof count === 'string' && /^\d+$/.test(count)
    ? JSON.stringify({ ...policy, maxReceiveCount: Number(count) })
    : value;
}

/** Complete attributes of a new queue. Refuses unknown names, values out of range and impossible combinations. */
export function newQueueAttributes(given: QueueAttributes, fifo: boolean): QueueAttributes {
  for (const [name, value] of Object.entries(given)) {
    if (!settable.has(name) || (!fifo && fifoOnly.includes(name))) throw unknown(name);
    refuseValue(name, value);
  }
  return merge(fifo ? fifoDefaults : standardDefaults, given);
}

/** Attributes after SetQueueAttributes; the queue type cannot be changed. */
export function changedQueueAttributes(current: QueueAttributes, given: QueueAttributes): QueueAttributes {
  const fifo = current.FifoQueue === 'true';
  for (const [name, value] of Object.entries(given)) {
    if (!settable.has(name) || (!fifo && fifoOnly.includes(name))) throw unknown(name);
    if (name === 'FifoQueue' && value !== 'true') throw invalidValue(name, 'Modifying queue type is not supported.');
    refuseValue(name, value);
  }
  return merge(current, given);
}

/** The first attribute for which CreateQueue on an existing name differs; absent attributes never do. */
export function conflictingAttribute(existing: QueueAttributes, given: QueueAttributes): string | undefined {
  return Object.entries(given).find(([name, value]) => (existing[name] ?? '') !== value)?.[0];
}

/** Refuses names that GetQueueAttributes does not know. */
export function refuseUnknownNames(names: readonly string[]): void {
  const strange = names.find((name) => !settable.has(name) && !readOnly.includes(name));
  if (strange !== undefined) throw unknown(strange);
}

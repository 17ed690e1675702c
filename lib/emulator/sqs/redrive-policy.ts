// Dead-letter queues: which queue a queue's failed messages go to, and who may use a queue as one
// (SQS developer guide, "Using dead-letter queues").
import { AwsError } from '../aws/aws-error.ts';
import { parseDocument, type QueueAttributes } from './queue-attributes.ts';
import type { Queue } from './queue.ts';
import { findQueueByArn, type QueueRegion } from './queue-region.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

const maxSourceQueues = 10;

/** The policy of a queue; undefined when its messages are never moved. */
export function redrivePolicyOf(attributes: QueueAttributes): RedrivePolicy | undefined {
  if (attributes.RedrivePolicy === undefined) return undefined;
  const policy = parseDocument('RedrivePolicy', attributes.RedrivePolicy);
  return { deadLetterTargetArn: String(policy.deadLetterTargetArn), maxReceiveCount: Number(policy.maxReceiveCount) };
}

/** Queues whose redrive policy names this one, by name. */
export function deadLetterSources(region: QueueRegion, target: Queue): Queue[] {
  return [...region.queues.values()]
    .filter(({ attributes }) => redrivePolicyOf(attributes)?.deadLetterTargetArn === target.arn)
    .sort((a, b) => a.name.localeCompare(b.name));
}

function allows(target: Queue, sourceArn: string): boolean {
  const { redrivePermission = 'allowAll', sourceQueueArns = [] } = parseDocument(
    'RedriveAllowPolicy',
    target.attributes.RedriveAllowPolicy ?? '{}',
  );
  if (redrivePermission === 'byQueue') return Array.isArray(sourceQueueArns) && sourceQueueArns.includes(sourceArn);
  return redrivePermission === 'allowAll';
}

function problemOf(
  region: QueueRegion,
  source: Pick<Queue, 'arn' | 'fifo'>,
  policy: RedrivePolicy,
): string | undefined {
  if (!policy.deadLetterTargetArn.startsWith('arn:')) return 'Invalid value for deadLetterTargetArn.';
  const { maxReceiveCount } = policy;
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    return `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`;
  }
  if (policy.deadLetterTargetArn.split(':')[3] !== region.region) {
    return 'Dead-letter target must be in same region as the source.';
  }
  const target = findQueueByArn(region, policy.deadLetterTargetArn);
  if (!target) return 'Dead letter target does not exist.';
  if (target.fifo !== source.fifo) return 'Dead-letter queue must be same type of queue as the source.';
  return allows(target, source.arn)
    ? undefined
    : 'Dead-letter queue does not allow this queue as a source in its RedriveAllowPolicy.';
}

/** Refuses a redrive policy that SQS would not store for this queue. */
export function refuseRedrivePolicy(
  region: QueueRegion,
  source: Pick<Queue, 'arn' | 'fifo'>,
  attributes: QueueAttributes,
): void {
  refuseRedriveAllowPolicy(attributes);
  const policy = redrivePolicyOf(attributes);
  const problem = policy && problemOf(region, source, policy);
  if (problem === undefined) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${problem}`,
  );
}

function refuseRedriveAllowPolicy({ RedriveAllowPolicy: value }: QueueAttributes): void {
  if (value === undefined) return;
  const { redrivePermission, sourceQueueArns } = parseDocument('RedriveAllowPolicy', value);
  const listed = Array.isArray(sourceQueueArns) ? sourceQueueArns.length : 0;
  const known = ['allowAll', 'denyAll', 'byQueue'].includes(String(redrivePermission));
  const fits =
    redrivePermission === 'byQueue' ? listed > 0 && listed <= maxSourceQueues : sourceQueueArns === undefined;
  if (known && fits) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.`,
  );
}

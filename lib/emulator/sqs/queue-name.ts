// Names and addresses of queues.
import { AwsError } from '../aws/aws-error.ts';

const standardName = /^[a-zA-Z0-9_-]{1,80}$/;
const fifoName = /^[a-zA-Z0-9_-]{1,75}\.fifo$/;

/** Refuses a name that does not fit its queue type (SQS API reference, CreateQueue, QueueName). */
export function refuseQueueName(name: string, fifo: boolean): void {
  if (fifo && !fifoName.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!fifo && !standardName.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
}

/** `https://host/<account>/<name>` → name; a bare name stands for itself; undefined for any other text. */
export function nameInQueueUrl(queueUrl: string): string | undefined {
  if (/^[\w-]{1,80}(\.fifo)?$/.test(queueUrl)) return queueUrl;
  if (!URL.canParse(queueUrl)) return undefined;
  const [account, name, ...rest] = new URL(queueUrl).pathname.split('/').filter(Boolean);
  return account !== undefined && rest.length === 0 ? name : undefined;
}

/** `arn:aws:sqs:<region>:<account>:<name>` → name. */
export const nameInQueueArn = (arn: string): string | undefined => /^arn:[^:]+:sqs:[^:]*:\d*:([^:]+)$/.exec(arn)?.[1];

import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type CellQueue as CellQueueName, queueName } from '../../lib/config.ts';

export interface CellQueueProps {
  readonly cluster: string;
  readonly queue: CellQueueName;
  readonly functionTimeout: Duration;
  /** Role ARNs that may send; everyone else is denied, whatever their own policies say. */
  readonly senders: readonly string[];
}

/**
 * One queue of a cell with its dead-letter queue: encrypted, TLS only, closed to all but its senders.
 * A message is given up after 10 receives: throttled pollers count receives too.
 */
export class CellQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: CellQueueProps) {
    super(scope, id);
    const fifo = props.queue === 'changes' ? {} : { fifo: true };
    const shared = { ...fifo, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...shared,
      queueName: queueName(props.cluster, props.queue, true),
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(3),
    });
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      ...(props.queue === 'changes'
        ? {}
        : {
            deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
            fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
          }),
      queueName: queueName(props.cluster, props.queue),
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(props.functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
    });
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyTheCellSends',
        effect: Effect.DENY,
        principals: [new StarPrincipal()],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...props.senders] } },
      }),
    );
  }
}

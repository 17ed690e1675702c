import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledgeFindings } from './constructs/acknowledged-findings.ts';
import { ControllerFunctions } from './constructs/controller-functions.ts';
import type { Settings } from './settings.ts';

export interface ControllerStackProps extends StackProps {
  readonly settings: Settings;
}

/** What the clusters of one region share: the functions, and the queue of drift events. */
export class ControllerStack extends Stack {
  readonly functions: ControllerFunctions;
  readonly bundles: Bucket;

  constructor(scope: Construct, id: string, props: ControllerStackProps) {
    super(scope, id, { description: 'Albatross: Gateway API controller for Application Load Balancers', ...props });
    const events = this.driftEvents();
    this.bundles = this.trustBundles();
    this.functions = new ControllerFunctions(this, 'Functions', {
      settings: props.settings,
      clusters: props.settings.clusters,
      bundles: this.bundles,
      events: this.formatArn({ service: 'sqs', resource: eventsQueueName }),
    });
    new EventSourceMapping(this, 'DriftToSweep', {
      target: this.functions.sweep.function,
      eventSourceArn: events.queueArn,
      batchSize: 10,
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
    this.onDrift(events);
    acknowledgeFindings(this, this.bundles);
  }

  /** CloudTrail's record of ELBv2 writes that somebody else made; the sweep finds the Gateway by the resource's tags. */
  private driftEvents(): Queue {
    const shared = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, 'EventsDeadLetters', { ...shared, retentionPeriod: Duration.days(14) });
    return new Queue(this, 'Events', {
      ...shared,
      queueName: eventsQueueName,
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 10 },
    });
  }

  /** CA certificates on their way from ConfigMaps to trust stores; ELB keeps a copy of its own. */
  private trustBundles(): Bucket {
    return new Bucket(this, 'TrustBundles', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(1) }],
    });
  }

  private onDrift(events: Queue): void {
    const { reconcile, targets, deadLetters } = this.functions;
    const ourSessions = [reconcile, targets, deadLetters].map(
      ({ role }) => `arn:${this.partition}:sts::${this.account}:assumed-role/${role.roleName}/`,
    );
    new Rule(this, 'Drift', {
      description: 'ELBv2 writes not made by the controller',
      eventPattern: {
        source: ['aws.elasticloadbalancing'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['elasticloadbalancing.amazonaws.com'],
          readOnly: [false],
          userIdentity: { arn: [{ 'anything-but': { prefix: ourSessions } }] },
        },
      },
      targets: [new SqsQueue(events)],
    });
  }
}

const eventsQueueName = 'albatross-events';

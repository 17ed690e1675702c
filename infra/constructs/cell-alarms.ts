import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { CellQueue } from './cell-queue.ts';

export interface CellAlarmsProps {
  readonly cluster: string;
  readonly queues: readonly CellQueue[];
  readonly topicArn?: string;
}

/** What pages: silence of the forwarder, messages that age or die, Gateways that ring for ever, permissions and quotas. */
export class CellAlarms extends Construct {
  constructor(scope: Construct, id: string, props: CellAlarmsProps) {
    super(scope, id);
    const ours = (metricName: string) =>
      new Metric({
        namespace: 'Albatross',
        metricName,
        dimensionsMap: { cluster: props.cluster },
        statistic: 'Sum',
        period: Duration.minutes(5),
      });
    const topic = props.topicArn ? Topic.fromTopicArn(this, 'Topic', props.topicArn) : undefined;
    const alarm = (
      name: string,
      description: string,
      metric: IMetric,
      rule: { readonly threshold: number; readonly below?: boolean },
    ) => {
      const made = new Alarm(this, name, {
        alarmDescription: `${props.cluster}: ${description}`,
        metric,
        threshold: rule.threshold,
        evaluationPeriods: 1,
        comparisonOperator: rule.below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: rule.below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      if (topic) made.addAlarmAction(new SnsAction(topic));
    };

    alarm(
      'Silence',
      'no heartbeat from the forwarder for five minutes: changes are no longer seen',
      ours('Heartbeat'),
      { threshold: 1, below: true },
    );
    alarm(
      'DeadLetters',
      'a doorbell was given up; the log line of dead-letters names the Gateway',
      ours('DeadLetter'),
      { threshold: 1 },
    );
    alarm('RingsExhausted', 'a Gateway has rung itself 200 times without converging', ours('RingsExhausted'), {
      threshold: 1,
    });
    alarm('Denied', 'AWS or Kubernetes refused a call of the controller for lack of permission', ours('FaultDenied'), {
      threshold: 1,
    });
    alarm('Quota', 'an AWS quota stops a Gateway', ours('FaultQuota'), { threshold: 1 });
    alarm('Rejected', 'AWS rejected a request of the controller as invalid', ours('FaultRejected'), { threshold: 1 });
    for (const { queue, node } of props.queues) {
      const age = queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' });
      alarm(`${node.id}Age`, `${node.id}: the oldest message has waited for ten minutes`, age, { threshold: 600 });
    }
  }
}

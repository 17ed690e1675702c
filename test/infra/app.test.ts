import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ClusterStack } from '../../infra/cluster-stack.ts';
import { ControllerStack } from '../../infra/controller-stack.ts';
import { readSettings } from '../../infra/settings.ts';
import { clusterOfQueue, queueName } from '../../lib/config.ts';
import { permissions } from '../../lib/adapters/aws/permissions.ts';

let controller: Template;
let cell: Template;

beforeAll(() => {
  const app = new App({ context: { clusters: [{ cluster: 'shop' }] } });
  const settings = readSettings(app.node);
  const controllerStack = new ControllerStack(app, 'Controller', { settings });
  const [cluster] = settings.clusters;
  if (!cluster) throw new Error('one cluster was configured');
  const clusterStack = new ClusterStack(app, 'Cell', { settings, cluster, controller: controllerStack });
  controller = Template.fromStack(controllerStack);
  cell = Template.fromStack(clusterStack);
});

describe('a cell', () => {
  test('has three queues, each with a dead-letter queue of its own kind that keeps messages for 14 days', () => {
    for (const queue of ['changes', 'reconcile', 'targets'] as const) {
      const fifo = queue === 'changes' ? Match.absent() : true;
      cell.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: queueName('shop', queue),
        FifoQueue: fifo,
        RedrivePolicy: { maxReceiveCount: 10 },
        SqsManagedSseEnabled: true,
      });
      cell.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: queueName('shop', queue, true),
        FifoQueue: fifo,
        MessageRetentionPeriod: 14 * 24 * 3600,
      });
    }
  });

  test('gives its FIFO queues high throughput: deduplication and limits per message group', () => {
    cell.allResourcesProperties('AWS::SQS::Queue', Match.anyValue());
    const fifo = Object.values(
      cell.findResources('AWS::SQS::Queue', { Properties: { RedrivePolicy: Match.anyValue(), FifoQueue: true } }),
    );
    expect(fifo).toHaveLength(2);
    for (const { Properties } of fifo) {
      expect(Properties).toMatchObject({
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      });
    }
  });

  test('keeps a message invisible for six times as long as its function may run', () => {
    const timeouts = { reconcile: 120, targets: 60, changes: 30 } as const;
    for (const [queue, seconds] of Object.entries(timeouts)) {
      cell.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: queueName('shop', queue as keyof typeof timeouts),
        VisibilityTimeout: seconds * 6,
      });
    }
  });

  test('refuses doorbells from everyone but its own forwarder and functions', () => {
    const policies = Object.values(cell.findResources('AWS::SQS::QueuePolicy'));
    const denials = policies.filter(({ Properties }) =>
      JSON.stringify(Properties).includes('"Sid":"OnlyTheCellSends"'),
    );
    expect(denials).toHaveLength(3);
  });

  test('reports single failed messages and brakes with maximum concurrency, not with reserved concurrency', () => {
    const mappings = Object.values(cell.findResources('AWS::Lambda::EventSourceMapping'));
    expect(mappings).toHaveLength(6);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 10 });
      expect(Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    }
    for (const { Properties } of Object.values(controller.findResources('AWS::Lambda::Function'))) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  test('ticks the sweep every minute', () => {
    cell.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
  });

  test('alarms on silence of the forwarder by treating missing data as breaching', () => {
    cell.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Heartbeat', TreatMissingData: 'breaching' });
  });

  test('gives the forwarder the right to ring its own queue, and no other', () => {
    const policies = Object.values(cell.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('ForwarderRole'),
    );
    const statements = policies.flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as readonly { Action: string; Resource: unknown }[],
    );
    expect(statements.map(({ Action }) => Action)).toEqual(['sqs:SendMessage']);
    expect(JSON.stringify(statements[0]?.Resource)).toContain('ChangesQueue');
  });
});

describe('the functions', () => {
  test('that ring themselves allow the recursion which Lambda would cut after 16 hops', () => {
    const recursive = Object.values(controller.findResources('AWS::Lambda::Function'))
      .filter(({ Properties }) => Properties.RecursiveLoop === 'Allow')
      .map(({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME as string);
    expect(recursive.sort()).toEqual(['dispatch', 'reconcile', 'targets']);
  });

  test('may do what their adapters declare, and nothing with a star for an action', () => {
    const granted = Object.values(controller.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as readonly { Action: string | readonly string[] }[],
    );
    const actions = new Set(granted.flatMap(({ Action }) => Action));
    expect([...actions].filter((action) => action.includes('*'))).toEqual([]);
    const declared = Object.values(permissions).flatMap((list) =>
      list.flatMap((permission) => permission.actions as readonly string[]),
    );
    const own = /^(sqs|logs):/;
    expect([...actions].filter((action) => !own.test(action)).sort()).toEqual([...new Set(declared)].sort());
  });
});

describe('names of a cell', () => {
  test('fit SQS for the longest cluster name and stay distinct', () => {
    const long = 'c'.repeat(99);
    const names = [`${long}a`, `${long}b`].flatMap((cluster) =>
      (['changes', 'reconcile', 'targets'] as const).flatMap((queue) => [
        queueName(cluster, queue),
        queueName(cluster, queue, true),
      ]),
    );
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(80);
    expect(new Set(names).size).toBe(names.length);
  });

  test('lead back from a queue to its cluster, also from a dead-letter queue, and never to a similar one', () => {
    const clusters = [{ cluster: 'shop' }, { cluster: 'shop-changes' }];
    const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
    expect(clusterOfQueue(arn(queueName('shop', 'reconcile')), clusters)?.cluster).toBe('shop');
    expect(clusterOfQueue(arn(queueName('shop-changes', 'targets', true)), clusters)?.cluster).toBe('shop-changes');
    expect(clusterOfQueue(arn('somebody-elses'), clusters)).toBeUndefined();
  });
});

describe('settings', () => {
  test('that are wrong end synthesis with the key and the rule', () => {
    const context = { clusters: [{ cluster: 'shop', vpcId: 'shop-vpc' }], profile: 'fast' };
    const { node } = new Stack(new App({ context }), 'Any');
    expect(() => readSettings(node)).toThrow(/clusters\.0\.vpcId.*\n.*profile/s);
  });
});

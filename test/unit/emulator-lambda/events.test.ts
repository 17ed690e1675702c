import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../lib/emulator/lambda/events/event-pattern.ts';
import type { JsonObject } from '../../../lib/emulator/lambda/template/template.ts';
import { createLambdaWorld, lambdaFunction, mapping, queue, role, type Resources } from './lambda-world.ts';

const schedule = (
  properties: JsonObject,
  actions = ['sqs:SendMessage'],
  service = 'scheduler.amazonaws.com',
): Resources => ({
  changes: queue({ QueueName: 'changes' }),
  scheduleRole: role(actions, service),
  tick: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': ['changes', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['scheduleRole', 'Arn'] },
        Input: '{"v":1,"at":"<aws.scheduler.scheduled-time>"}',
      },
      ...properties,
    },
  },
});

async function bodiesIn({ queues, arnOf }: Pick<Awaited<ReturnType<typeof createLambdaWorld>>, 'queues' | 'arnOf'>) {
  const received = await queues.receive(arnOf('changes'), { max: 10, waitMs: 0 });
  return received.map(({ body }) => body);
}

describe('a schedule', () => {
  it('sends its input at once and then at its rate', async () => {
    const world = await createLambdaWorld({ bundles: {}, resources: schedule({}) });
    world.runtime.start();
    await world.clock.advance(120_000);
    expect(await bodiesIn(world)).toEqual([
      '{"v":1,"at":"2026-01-01T00:00:00Z"}',
      '{"v":1,"at":"2026-01-01T00:01:00Z"}',
      '{"v":1,"at":"2026-01-01T00:02:00Z"}',
    ]);
  });

  it('rests while it is disabled and after the runtime stops', async () => {
    const disabled = await createLambdaWorld({ bundles: {}, resources: schedule({ State: 'DISABLED' }) });
    disabled.runtime.start();
    await disabled.clock.advance(120_000);
    expect(await bodiesIn(disabled)).toEqual([]);
    const stopped = await createLambdaWorld({ bundles: {}, resources: schedule({}) });
    stopped.runtime.start();
    await stopped.runtime.stop();
    await stopped.clock.advance(120_000);
    expect(await bodiesIn(stopped)).toEqual([]);
  });

  it('sends nothing that its role does not allow, and says so', async () => {
    const { runtime, clock, events, left } = await createLambdaWorld({
      bundles: {},
      resources: schedule({}, ['sqs:GetQueueUrl']),
    });
    runtime.start();
    await clock.advance(0);
    expect(left('changes')).toBe(0);
    expect(events).toMatchObject([
      { kind: 'undelivered', why: expect.stringContaining('not authorized to perform: sqs:SendMessage') },
    ]);
  });

  it('sends nothing that the queue’s policy denies', async () => {
    const resources: Resources = {
      ...schedule({}),
      policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'changes' }],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 'sqs:SendMessage',
                Resource: '*',
                Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/forwarder' } },
              },
            ],
          },
        },
      },
    };
    const { runtime, clock, events } = await createLambdaWorld({ bundles: {}, resources });
    runtime.start();
    await clock.advance(0);
    expect(events).toMatchObject([{ why: expect.stringContaining('explicit deny in a resource-based policy') }]);
  });

  it('invokes a function', async () => {
    const Target = {
      Arn: { 'Fn::GetAtt': ['work', 'Arn'] },
      RoleArn: { 'Fn::GetAtt': ['scheduleRole', 'Arn'] },
      Input: '{"tick":true}',
    };
    const { runtime, clock, lines } = await createLambdaWorld({
      bundles: { work: `export const handler = async (event) => console.log(JSON.stringify(event));` },
      resources: { ...schedule({ Target }, ['lambda:InvokeFunction']), ...lambdaFunction('work') },
    });
    runtime.start();
    await clock.advance(0);
    await runtime.whenIdle();
    expect(lines()).toEqual(['{"tick":true}']);
  });

  it.each([
    ['a cron expression', schedule({ ScheduleExpression: 'cron(0 12 * * ? *)' }), /cron.* is not emulated/],
    [
      'a role that Scheduler cannot assume',
      schedule({}, ['sqs:SendMessage'], 'lambda.amazonaws.com'),
      /allow AWS EventBridge Scheduler to assume/,
    ],
  ])('is refused with %s', async (_name, resources, problem) => {
    const { runtime } = await createLambdaWorld({ bundles: {}, resources });
    expect(runtime.problems).toEqual([expect.stringMatching(problem)]);
  });
});

describe('a rule', () => {
  const rule = (allowed: boolean): Resources => ({
    changes: queue({ QueueName: 'changes' }),
    ...lambdaFunction('work'),
    mapping: mapping('changes', 'work'),
    drift: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.elasticloadbalancing'], detail: { eventName: [{ prefix: 'Modify' }] } },
        State: 'ENABLED',
        Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['changes', 'Arn'] } }],
      },
    },
    ...(allowed && {
      policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'changes' }],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['changes', 'Arn'] },
                Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['drift', 'Arn'] } } },
              },
            ],
          },
        },
      },
    }),
  });
  const bundles = { work: `export const handler = async ({ Records }) => console.log(Records[0].body);` };
  const event = (eventName: string) => ({
    source: 'aws.elasticloadbalancing',
    detailType: 'AWS API Call via CloudTrail',
    detail: { eventName },
  });

  it('sends matching events to its queue', async () => {
    const { runtime, lines } = await createLambdaWorld({ bundles, resources: rule(true) });
    runtime.start();
    runtime.putEvent(event('DescribeRules'));
    runtime.putEvent(event('ModifyRule'));
    await runtime.whenIdle();
    expect(lines().map((line) => JSON.parse(line))).toMatchObject([
      {
        source: 'aws.elasticloadbalancing',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: { eventName: 'ModifyRule' },
      },
    ]);
  });

  it('reaches no queue whose policy does not admit EventBridge', async () => {
    const { runtime, events, left } = await createLambdaWorld({ bundles, resources: rule(false) });
    runtime.putEvent(event('ModifyRule'));
    expect(left('changes')).toBe(0);
    expect(events).toMatchObject([{ why: expect.stringContaining('no resource-based policy allows') }]);
  });
});

describe('an event pattern', () => {
  const event = { source: 'a', n: 5, list: ['x', 'y'], nested: { text: 'Hello' } };
  it.each<[JsonObject, boolean]>([
    [{ source: ['b', 'a'] }, true],
    [{ source: ['b'] }, false],
    [{ list: ['y'] }, true],
    [{ nested: { text: [{ prefix: 'He' }] } }, true],
    [{ nested: { text: [{ suffix: 'He' }] } }, false],
    [{ nested: { text: [{ 'equals-ignore-case': 'hELLO' }] } }, true],
    [{ nested: { text: [{ wildcard: 'H*o' }] } }, true],
    [{ source: [{ 'anything-but': ['a', 'c'] }] }, false],
    [{ source: [{ 'anything-but': { prefix: 'b' } }] }, true],
    [{ n: [{ numeric: ['>', 3, '<=', 5] }] }, true],
    [{ n: [{ numeric: ['>', 5] }] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ source: [{ exists: false }] }, false],
    [{ missing: { deeper: ['x'] } }, false],
  ])('%j', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });
});

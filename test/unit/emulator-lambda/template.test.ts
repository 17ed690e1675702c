import { describe, expect, it } from 'vitest';
import { deployStacks } from '../../../lib/emulator/lambda/template/deployed-stacks.ts';
import { TemplateError, type Json, type Stack, type Template } from '../../../lib/emulator/lambda/template/template.ts';

const deployment = { accountId: '123456789012', region: 'eu-central-1', endpointUrl: 'http://127.0.0.1:4566' };

/** Resolves one value inside a stack with a queue `jobs` and a role `worker`. */
function resolveIn(
  value: Json,
  template: Partial<Template> = {},
  stack: Partial<Stack> = {},
  others: readonly Stack[] = [],
): Json {
  const Resources = {
    jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs.fifo', FifoQueue: true } },
    worker: { Type: 'AWS::IAM::Role' },
    subject: { Type: 'Test::Subject::Thing', Properties: { value } },
    ...template.Resources,
  };
  const stacks = [{ name: 'App', assetsDirectory: '/', ...stack, template: { ...template, Resources } }, ...others];
  return deployStacks(stacks, deployment).resources('Test::Subject::Thing')[0]?.properties().value ?? null;
}

describe('a template value', () => {
  it.each<[string, Json, Json]>([
    ['refers to a queue by URL', { Ref: 'jobs' }, 'http://127.0.0.1:4566/123456789012/jobs.fifo'],
    ['gets a queue’s ARN', { 'Fn::GetAtt': ['jobs', 'Arn'] }, 'arn:aws:sqs:eu-central-1:123456789012:jobs.fifo'],
    ['gets an attribute in dotted form', { 'Fn::GetAtt': 'jobs.QueueName' }, 'jobs.fifo'],
    [
      'knows pseudo parameters',
      { 'Fn::Join': ['/', [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::StackName' }]] },
      'aws/eu-central-1/App',
    ],
    [
      'substitutes',
      { 'Fn::Sub': 'sqs.${AWS::Region}.${AWS::URLSuffix}/${jobs.QueueName}/${!literal}' },
      'sqs.eu-central-1.amazonaws.com/jobs.fifo/${literal}',
    ],
    [
      'substitutes given variables',
      { 'Fn::Sub': ['${a}-${b}', { a: 'x', b: { Ref: 'AWS::AccountId' } }] },
      'x-123456789012',
    ],
    [
      'selects from a split',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['jobs', 'Arn'] }] }] },
      'jobs.fifo',
    ],
    ['drops what has no value', { a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
    [
      'leaves IAM conditions alone',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('%s', (_name, value, expected) => {
    expect(resolveIn(value)).toEqual(expected);
  });

  it('takes a parameter’s value, else its default', () => {
    const Parameters = { size: { Type: 'Number', Default: 5 }, zones: { Type: 'CommaDelimitedList', Default: 'a,b' } };
    expect(resolveIn([{ Ref: 'size' }, { Ref: 'zones' }], { Parameters })).toEqual([5, ['a', 'b']]);
    expect(resolveIn({ Ref: 'size' }, { Parameters }, { parameters: { size: '7' } })).toBe('7');
  });

  it('chooses by condition, and a resource under a false condition does not exist', () => {
    const Conditions = {
      here: {
        'Fn::And': [
          { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
          { 'Fn::Not': [{ Condition: 'there' }] },
        ],
      },
      there: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    };
    expect(resolveIn({ 'Fn::If': ['here', 'yes', { 'Fn::Unknown': 1 }] }, { Conditions })).toBe('yes');
    const Resources = { extra: { Type: 'AWS::SNS::Topic', Condition: 'there' } };
    const stack: Stack = { name: 'App', assetsDirectory: '/', template: { Resources, Conditions } };
    expect(deployStacks([stack], deployment).resources('AWS::SNS::Topic')).toEqual([]);
  });

  it('imports what another stack exports', () => {
    const Outputs = { out: { Value: { Ref: 'topic' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:topic' } } } };
    const other: Stack = {
      name: 'Base',
      assetsDirectory: '/',
      template: { Outputs, Resources: { topic: { Type: 'AWS::SNS::Topic' } } },
    };
    expect(resolveIn({ 'Fn::ImportValue': 'Base:topic' }, {}, {}, [other])).toMatch(
      /^arn:aws:sns:eu-central-1:123456789012:Base-topic-/,
    );
  });

  it('names resources as CloudFormation would: by stack and logical id, short enough, and always the same', () => {
    const name = resolveIn({ Ref: 'worker' }, {}, { name: 'A'.repeat(80) });
    expect(name).toMatch(/^A+-[0-9a-f]{8}$/);
    expect(String(name)).toHaveLength(64);
    expect(resolveIn({ Ref: 'worker' }, {}, { name: 'A'.repeat(80) })).toBe(name);
  });

  it.each<[string, Json]>([
    ['an unknown function', { 'Fn::Transform': {} }],
    ['a dangling reference', { Ref: 'none' }],
    ['an attribute nobody knows', { 'Fn::GetAtt': ['jobs', 'Color'] }],
    ['an import nobody exports', { 'Fn::ImportValue': 'none' }],
  ])('is refused for %s', (_name, value) => {
    expect(() => resolveIn(value)).toThrow(TemplateError);
  });
});

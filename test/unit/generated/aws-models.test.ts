import { describe, expect, it } from 'vitest';
import { awsModels, type AwsModel, type AwsServiceName } from '../../../lib/generated/aws/model.ts';

const services = Object.entries(awsModels) as [AwsServiceName, AwsModel][];

describe.each(services)('the model of %s', (_, model) => {
  const { operations, shapes } = model;

  it('defines every shape it names, and no other', () => {
    const named = new Set<string>();
    for (const { input, output, errors } of Object.values(operations)) {
      for (const part of [input, output, ...(errors ?? [])]) if (part) named.add(part.shape);
    }
    for (const shape of Object.values(shapes)) {
      for (const part of [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value]) {
        if (part) named.add(part.shape);
      }
    }
    expect([...named].sort()).toEqual(Object.keys(shapes).sort());
  });

  it('requires only members it has', () => {
    for (const { required, members } of Object.values(shapes)) {
      expect(Object.keys(members ?? {})).toEqual(expect.arrayContaining([...(required ?? [])]));
    }
  });

  it('carries no prose', () => {
    expect(JSON.stringify(model)).not.toMatch(/"documentation(Url)?":/);
  });
});

describe('the wire of each service', () => {
  it.each([
    ['elbv2', 'query', 51],
    ['sqs', 'json', 23],
    ['ec2', 'ec2', 94],
    ['eks', 'rest-json', 16],
    ['sts', 'query', 5],
  ] as const)('%s speaks %s and has %i operations', (service, protocol, count) => {
    expect(awsModels[service].metadata.protocol).toBe(protocol);
    expect(Object.keys(awsModels[service].operations)).toHaveLength(count);
  });

  it('wraps the output of ELB actions', () => {
    expect(awsModels.elbv2.operations['CreateRule']?.output?.resultWrapper).toBe('CreateRuleResult');
  });

  it('gives errors the code clients look for, where it is not the name of the shape', () => {
    expect(awsModels.elbv2.shapes['TargetGroupNotFoundException']?.error).toMatchObject({
      code: 'TargetGroupNotFound',
      httpStatusCode: 400,
    });
    expect(awsModels.sqs.metadata.awsQueryCompatible).toEqual({});
  });

  it('keeps the bounds that AWS checks', () => {
    expect(awsModels.elbv2.shapes['RulePriority']).toMatchObject({ min: 1, max: 50000 });
    expect(awsModels.elbv2.shapes['CreateRuleInput']?.required).toEqual([
      'ListenerArn',
      'Conditions',
      'Priority',
      'Actions',
    ]);
  });

  it('knows the query name of an EC2 member whose XML name differs', () => {
    expect(awsModels.ec2.shapes['DescribeSubnetsRequest']?.members?.['SubnetIds']?.locationName).toBe('SubnetId');
    expect(awsModels.ec2.shapes['Subnet']?.members?.['VpcId']?.locationName).toBe('vpcId');
  });
});

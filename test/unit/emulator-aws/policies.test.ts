// The policy language: which statements apply.
import { describe, expect, test } from 'vitest';
import { evaluatePolicies } from '../../../lib/emulator/aws/iam/evaluate-policy.ts';
import { parsePolicy } from '../../../lib/emulator/aws/iam/policy-grammar.ts';
import type { PolicyStatement } from '../../../lib/emulator/aws/iam/policy.ts';
import type { RequestContext } from '../../../lib/emulator/aws/iam/authorization.ts';

const allows = (statement: Partial<PolicyStatement>, context: RequestContext = {}, resource = 'arn:aws:s3:::a/b') => {
  const Statement = { Effect: 'Allow' as const, Action: '*', Resource: '*', ...statement };
  return evaluatePolicies([{ Statement }], { action: 's3:GetObject', resource, context }) === 'allowed';
};

const when = (operator: string, value: string | string[], actual: string | readonly string[] | undefined) =>
  allows({ Condition: { [operator]: { 'aws:key': value } } }, actual === undefined ? {} : { 'aws:key': actual });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe.each<[string, string | string[], readonly (string | undefined)[], readonly (string | undefined)[]]>([
  ['StringEquals', ['a', 'b'], ['a', 'b'], ['A', 'c', undefined]],
  ['StringNotEquals', ['a', 'b'], ['c', 'A', undefined], ['a', 'b']],
  ['StringEqualsIgnoreCase', 'a', ['A'], ['b', undefined]],
  ['StringNotEqualsIgnoreCase', 'a', ['b', undefined], ['A']],
  ['StringLike', 'a*c?', ['abbcd', 'acd'], ['ac', 'xacd', 'acdd', undefined]],
  ['StringNotLike', 'a*', ['b', undefined], ['a', 'ab']],
  ['StringEqualsIfExists', 'a', ['a', undefined], ['b']],
  ['NumericEquals', '10', ['10', '1e1'], ['11', undefined]],
  ['NumericNotEquals', '10', ['11', undefined], ['10']],
  ['NumericLessThan', '10', ['9'], ['10', 'many']],
  ['NumericLessThanEquals', '10', ['10'], ['11']],
  ['NumericGreaterThan', '10', ['11'], ['10']],
  ['NumericGreaterThanEquals', '10', ['10'], ['9']],
  ['DateLessThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z', '0'], ['2026-01-01T00:00:00Z']],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:00Z'], ['2025-12-31T23:59:59Z']],
  ['Bool', 'true', ['true', 'True'], ['false', undefined]],
  ['IpAddress', ['192.0.2.0/24', '2001:db8::/32'], ['192.0.2.7', '2001:db8::1'], ['192.0.3.1', undefined]],
  ['NotIpAddress', '192.0.2.0/24', ['192.0.3.1', undefined], ['192.0.2.7']],
  [
    'ArnLike',
    'arn:aws:iam::*:role/a*',
    ['arn:aws:iam::1:role/ab'],
    ['arn:aws:iam::1:user/role/a', 'arn:aws:iam:x:1:2:role/a'],
  ],
  ['ArnNotEquals', 'arn:aws:iam::1:role/a', ['arn:aws:iam::1:role/b', undefined], ['arn:aws:iam::1:role/a']],
  ['Null', 'true', [undefined], ['a']],
  ['Null', 'false', ['a'], [undefined]],
])('%s %j', (operator, value, holding, others) => {
  test('holds for these values', () => {
    expect(holding.filter((actual) => !when(operator, value, actual))).toEqual([]);
  });
  test('holds for no others', () => {
    expect(others.filter((actual) => when(operator, value, actual))).toEqual([]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
test('a key of several values holds if any or all of them do', () => {
  expect(when('ForAnyValue:StringEquals', ['a', 'b'], ['a', 'c'])).toBe(true);
  expect(when('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'])).toBe(false);
  expect(when('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'])).toBe(true);
  expect(when('ForAllValues:StringEquals', ['a'], undefined)).toBe(true);
  expect(when('ForAnyValue:StringEquals', ['a'], undefined)).toBe(false);
  expect(when('ForAnyValue:StringNotEquals', ['a'], undefined)).toBe(false);
});

test('all keys of all operators must hold', () => {
  const Condition = { StringEquals: { 'aws:a': '1', 'aws:b': '2' }, Bool: { 'aws:c': 'true' } };
  expect(allows({ Condition }, { 'aws:a': '1', 'aws:b': '2', 'aws:c': 'true' })).toBe(true);
  expect(allows({ Condition }, { 'aws:a': '1', 'aws:b': '3', 'aws:c': 'true' })).toBe(false);
  expect(allows({ Condition }, { 'AWS:A': '1', 'aws:B': '2', 'Aws:c': 'true' }), 'keys ignore case').toBe(true);
});

test('actions and resources may be named by what they are not', () => {
  expect(allows({ Action: 's3:get*' })).toBe(true);
  expect(allows({ Action: ['s3:Put*', 'ec2:*'] })).toBe(false);
  const { Action: _action, ...rest } = { Action: '*', NotAction: ['s3:Put*'] };
  expect(
    evaluatePolicies([{ Statement: { Effect: 'Allow', Resource: '*', ...rest } }], {
      action: 's3:GetObject',
      resource: '*',
    }),
  ).toBe('allowed');
  expect(
    evaluatePolicies([{ Statement: { Effect: 'Allow', Resource: '*', ...rest } }], {
      action: 's3:PutObject',
      resource: '*',
    }),
  ).toBe('implicitly-denied');
  const but = (NotResource: string) =>
    evaluatePolicies([{ Statement: { Effect: 'Deny', Action: '*', NotResource } }], {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::a/b',
    });
  expect([but('arn:aws:s3:::a/*'), but('arn:aws:s3:::c/*')]).toEqual(['implicitly-denied', 'explicitly-denied']);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
test('variables are filled in from the request', () => {
  const home = { Resource: 'arn:aws:s3:::home/${aws:username}/*' };
  const of = (context: RequestContext, resource: string) => allows(home, context, resource);
  expect(of({ 'aws:username': 'alice' }, 'arn:aws:s3:::home/alice/a')).toBe(true);
  expect(of({ 'aws:username': 'alice' }, 'arn:aws:s3:::home/bob/a')).toBe(false);
  expect(of({}, 'arn:aws:s3:::home/${aws:username}/a'), 'a variable without value matches nothing it could name').toBe(
    true,
  );
  expect(allows({ Resource: "a/${aws:PrincipalTag/team, 'shared'}" }, {}, 'a/shared')).toBe(true);
  expect(allows({ Resource: 'a/${*}' }, {}, 'a/b')).toBe(false);
  expect(allows({ Resource: 'a/${*}' }, {}, 'a/*')).toBe(true);
});

test('a pattern made to be slow is not', () => {
  expect(allows({ Resource: `${'a*'.repeat(5000)}b` }, {}, 'a'.repeat(5000))).toBe(false);
});

test.each([
  ['no JSON', 'hello'],
  ['no object', '[]'],
  ['no statement', '{}'],
  ['an effect that is none', JSON.stringify({ Statement: { Effect: 'Maybe', Action: '*', Resource: '*' } })],
  ['no action', JSON.stringify({ Statement: { Effect: 'Allow', Resource: '*' } })],
  ['no resource', JSON.stringify({ Statement: { Effect: 'Allow', Action: '*' } })],
  [
    'a principal of an identity',
    JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' } }),
  ],
  [
    'a member nobody knows',
    JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', When: 'now' } }),
  ],
  [
    'an operator named like a prototype',
    JSON.stringify({
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { constructor: { a: 'b' } } },
    }),
  ],
  ['a version to come', JSON.stringify({ Version: '2099-01-01', Statement: [] })],
])('%s is no policy', (_what, text) => {
  expect(parsePolicy(text, 'identity')).toHaveProperty('problem');
});

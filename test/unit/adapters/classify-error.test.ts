import { describe, expect, it } from 'vitest';
import { awsErrorCode, awsFaultKind, classifyAwsError } from '../../../lib/adapters/aws/classify-error.ts';
import { createRateLimit } from '../../../lib/adapters/aws/rate-limit.ts';
import { kubeAnswerFault, kubeConnectionFault, kubeFaultKind } from '../../../lib/adapters/kube/classify-error.ts';
import { defaultBudgets } from '../../../lib/config.ts';
import type { FaultKind } from '../../../lib/reconcile/faults.ts';
import { anAccount, faultOf } from './aws-account.ts';
import { aListener, createdListener, createdLoadBalancer } from './aws-stack.ts';

const table: readonly (readonly [FaultKind, string, number])[] = [
  ['throttled', 'Throttling', 400],
  ['throttled', 'ThrottlingException', 400],
  ['throttled', 'ThrottledException', 400],
  ['throttled', 'RequestLimitExceeded', 503],
  ['throttled', 'TooManyRequestsException', 429],
  ['throttled', 'PriorRequestNotCompleteException', 429],
  ['throttled', 'SomethingNew', 429],
  ['conflict', 'PriorityInUseException', 400],
  ['conflict', 'DuplicateListener', 400],
  ['conflict', 'DuplicateLoadBalancerName', 400],
  ['conflict', 'DuplicateTargetGroupName', 400],
  ['conflict', 'InvalidGroup.Duplicate', 400],
  ['conflict', 'OptimisticLockException', 400],
  ['conflict', 'ResourceAlreadyExistsException', 400],
  ['conflict', 'TrustStoreNotReady', 400],
  ['conflict', 'CapacityReservationPending', 400],
  ['vanished', 'LoadBalancerNotFoundException', 400],
  ['vanished', 'ListenerNotFound', 400],
  ['vanished', 'RuleNotFound', 400],
  ['vanished', 'TargetGroupNotFound', 400],
  ['vanished', 'TrustStoreNotFound', 400],
  ['vanished', 'InvalidGroup.NotFound', 400],
  ['vanished', 'InvalidVpcID.NotFound', 400],
  ['vanished', 'InvalidSecurityGroupRuleId.NotFound', 400],
  ['vanished', 'WAFNonexistentItemException', 400],
  ['vanished', 'ResourceNotFoundException', 404],
  ['denied', 'AccessDenied', 403],
  ['denied', 'AccessDeniedException', 400],
  ['denied', 'UnauthorizedOperation', 403],
  ['denied', 'AuthFailure', 403],
  ['denied', 'UnrecognizedClientException', 400],
  ['denied', 'InvalidClientTokenId', 403],
  ['denied', 'ExpiredToken', 403],
  ['denied', 'IncompleteSignature', 403],
  ['quota', 'TooManyLoadBalancers', 400],
  ['quota', 'TooManyListeners', 400],
  ['quota', 'TooManyRulesException', 400],
  ['quota', 'TooManyTargetGroups', 400],
  ['quota', 'TooManyTargets', 400],
  ['quota', 'TooManyRegistrationsForTargetId', 400],
  ['quota', 'TooManyCertificates', 400],
  ['quota', 'TooManyTags', 400],
  ['quota', 'TooManyUniqueTargetGroupsPerLoadBalancer', 400],
  ['quota', 'CapacityUnitsLimitExceeded', 400],
  ['quota', 'CapacityDecreaseRequestsLimitExceededException', 400],
  ['quota', 'SecurityGroupLimitExceeded', 400],
  ['quota', 'RulesPerSecurityGroupLimitExceeded', 400],
  ['quota', 'LimitsExceededException', 400],
  ['quota', 'WAFLimitsExceededException', 400],
  ['in-use', 'ResourceInUse', 400],
  ['in-use', 'DependencyViolation', 400],
  ['in-use', 'TargetGroupAssociationLimit', 400],
  ['rejected', 'ValidationError', 400],
  ['rejected', 'InvalidConfigurationRequest', 400],
  ['rejected', 'InvalidLoadBalancerAction', 400],
  ['rejected', 'InvalidParameterValue', 400],
  ['rejected', 'OperationNotPermitted', 400],
  ['rejected', 'CertificateNotFound', 400],
  ['rejected', 'UnsupportedCertificate', 400],
  ['rejected', 'SubnetNotFound', 400],
  ['rejected', 'SSLPolicyNotFound', 400],
  ['rejected', 'InvalidOperationException', 400],
  ['unreachable', 'WAFUnavailableEntityException', 400],
  ['unreachable', 'InternalFailure', 500],
  ['unreachable', 'ServiceUnavailable', 503],
  ['unreachable', 'InsufficientCapacity', 500],
  ['unreachable', 'HealthUnavailable', 500],
  ['unreachable', 'RequestTimeout', 408],
];

describe('an AWS error', () => {
  it.each(table)('is %s: %s (%i)', (kind, code, status) => {
    expect(awsFaultKind(code, status)).toBe(kind);
  });

  it('without an answer means that nobody was reached', () => {
    expect(awsFaultKind('TimeoutError', undefined)).toBe('unreachable');
    expect(awsErrorCode(Object.assign(new Error('read'), { code: 'ECONNRESET' }))).toBe('ECONNRESET');
    const fault = classifyAwsError('what is this', 'DescribeRules', 'arn');
    expect(fault).toMatchObject({ kind: 'unreachable', code: 'Unknown', message: 'what is this', resource: 'arn' });
  });

  it('that was classified before stays as it is', () => {
    const fault = classifyAwsError(new Error('x'), 'CreateRule', 'rule');
    expect(classifyAwsError(fault, 'other', 'other')).toBe(fault);
  });
});

describe('an error as an SDK client raises it', () => {
  it('keeps the code of the wire, the words and the request id', async () => {
    const account = await anAccount();
    const loadBalancer = await createdLoadBalancer(account);
    const listener = await createdListener(account, loadBalancer, aListener(80));
    const port = aListener(80, { defaultActions: [{ type: 'fixed-response', statusCode: '200' }] });
    const fault = await faultOf(createdListener(account, loadBalancer, port));
    expect(fault.toFact()).toMatchObject({
      kind: 'conflict',
      operation: 'CreateListener',
      resource: 'thing',
      code: 'DuplicateListener',
      message: expect.stringContaining('already exists on this port') as string,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(listener).toContain(':listener/app/');
  });

  it.each([
    ['elasticloadbalancing', 'DescribeTargetGroups'],
    ['ec2', 'DescribeVpcs'],
    ['acm', 'ListCertificates'],
    ['tagging', 'GetResources'],
    ['wafv2', 'GetWebACLForResource'],
    ['shield', 'DescribeProtection'],
    ['eks', 'DescribeCluster'],
  ])('is classified for %s in bad weather', async (service, action) => {
    const account = await anAccount();
    const arn = await createdLoadBalancer(account);
    const faultIn = (kind: 'throttle' | 'error-5xx' | 'deny' | 'rst') => {
      account.emulator.faults.clear();
      account.emulator.faults.add({ service, action, kind });
      return faultOf(askOf(account, arn)[action]?.() ?? Promise.resolve());
    };
    expect((await faultIn('throttle')).kind).toBe('throttled');
    expect((await faultIn('error-5xx')).kind).toBe('unreachable');
    expect((await faultIn('deny')).kind).toBe('denied');
    expect((await faultIn('rst')).kind).toBe('unreachable');
  });

  it('makes the next call wait when AWS throttles', async () => {
    const account = await anAccount({ limit: (clock) => createRateLimit(defaultBudgets, clock) });
    account.emulator.faults.add({ kind: 'throttle', times: 1 });
    const read = () => account.reader.targetGroups({ names: ['cart'] });
    expect(await faultOf(read())).toMatchObject({ kind: 'throttled', operation: 'DescribeTargetGroups' });
    const asked = account.clock.now();
    const waited = read().then(() => account.clock.now() - asked);
    await account.clock.advance(1_000);
    expect(await waited).toBe(1000 / defaultBudgets.describe.perSecond);
  });
});

/** One read of ours for each service. */
function askOf(
  { reader, clients, account }: Awaited<ReturnType<typeof anAccount>>,
  arn: string,
): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    DescribeTargetGroups: () => reader.targetGroups({ names: ['a'] }),
    DescribeVpcs: async () =>
      (await import('../../../lib/adapters/aws/network-facts.ts')).vpcOf(clients, account.vpcId),
    ListCertificates: async () =>
      (await import('../../../lib/adapters/aws/certificate-facts.ts')).issuedCertificates(clients),
    GetResources: () => reader.arnsByTags({ a: 'b' }, []),
    GetWebACLForResource: () => reader.webAcl(arn),
    DescribeProtection: () => reader.protection(arn),
    DescribeCluster: async () =>
      (await import('../../../lib/adapters/aws/eks-cluster.ts')).eksClusterSource(clients, 'local')(),
  };
}

describe('an answer of the API server', () => {
  it.each<readonly [FaultKind, number]>([
    ['rejected', 400],
    ['unreachable', 401],
    ['denied', 403],
    ['vanished', 404],
    ['conflict', 409],
    ['vanished', 410],
    ['rejected', 415],
    ['rejected', 422],
    ['throttled', 429],
    ['unreachable', 500],
    ['unreachable', 503],
    ['unreachable', 504],
  ])('is %s with status %i', (kind, status) => {
    expect(kubeFaultKind(status)).toBe(kind);
  });

  it('is told in its own words, or by its status', () => {
    const body = { kind: 'Status', reason: 'Forbidden', message: 'no' };
    expect(kubeAnswerFault(403, body, 'GET', '/x')).toMatchObject({ kind: 'denied', code: 'Forbidden', message: 'no' });
    expect(kubeAnswerFault(404, undefined, 'GET', '/x')).toMatchObject({ kind: 'vanished', code: 'HTTP 404' });
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(kubeConnectionFault(broken, 'GET', '/x')).toMatchObject({ kind: 'unreachable', code: 'ECONNRESET' });
  });
});

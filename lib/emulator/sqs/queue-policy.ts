// A queue's resource policy. Whoever may call at all by identity is stopped here by an explicit Deny; an AWS service or
// a foreign account must be allowed here (SQS developer guide, "Identity and access management").
import type { RequestContext } from '../aws/iam/authorization.ts';
import { evaluatePolicies } from '../aws/iam/evaluate-policy.ts';
import type { PolicyDocument } from '../aws/iam/policy.ts';
import { roleArnOf } from '../aws/iam/principal-context.ts';
import { parseDocument } from './queue-attributes.ts';
import type { Queue } from './queue.ts';

/** Who wants to do something to a queue: a role session or user by ARN, or a service such as `events.amazonaws.com`. */
export interface Principal {
  readonly arn: string;
  /** The resource a service acts for, as `aws:SourceArn` shows it. */
  readonly sourceArn?: string;
}

const isService = ({ arn }: Principal) => !arn.startsWith('arn:');

/** Loopback stands for TLS here: `aws:SecureTransport` is always true. */
function contextOf(principal: Principal, accountId: string): RequestContext {
  const service = isService(principal);
  return {
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': String(service),
    ...(service ? { 'aws:PrincipalServiceName': principal.arn, 'aws:SourceAccount': accountId } : {}),
    ...(service
      ? {}
      : { 'aws:PrincipalArn': roleArnOf(principal.arn), 'aws:PrincipalAccount': principal.arn.split(':')[4] }),
    ...(principal.sourceArn === undefined ? {} : { 'aws:SourceArn': principal.sourceArn }),
  };
}

/** Why the queue's policy stops the principal from doing `action` (`sqs:SendMessage`); undefined when it does not. */
export function policyObjection(queue: Queue, action: string, principal: Principal): string | undefined {
  const accountId = queue.arn.split(':')[4] ?? '';
  const document = queue.attributes.Policy === undefined ? undefined : parseDocument('Policy', queue.attributes.Policy);
  const policies = document ? [document as unknown as PolicyDocument] : [];
  const check = { action, resource: queue.arn, context: contextOf(principal, accountId) };
  const decision = evaluatePolicies(policies, check, principal.arn);
  if (decision === 'explicitly-denied') return 'with an explicit deny in a resource-based policy';
  const isForeign = isService(principal) || principal.arn.split(':')[4] !== accountId;
  return isForeign && decision !== 'allowed'
    ? `because no resource-based policy allows the ${action} action`
    : undefined;
}

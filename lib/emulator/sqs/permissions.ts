// AddPermission and RemovePermission: statements of the queue's policy, by label.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
import { AwsError } from '../aws/aws-error.ts';
import { toList, type PolicyDocument, type PolicyStatement } from '../aws/iam/policy.ts';
import { setQueueAttributes } from './queue-lifecycle.ts';
import type { Queue } from './queue.ts';
import type { QueueRegion } from './queue-region.ts';

export interface Permission {
  readonly label: string;
  readonly accountIds: readonly string[];
  readonly actions: readonly string[];
}

const maximumActions = 7;

/** Actions that one account may let another do. */
const shareable = new Set([
  ...['*', 'ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl'],
  ...['ListDeadLetterSourceQueues', 'PurgeQueue', 'ReceiveMessage', 'SendMessage'],
]);

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

function refusePermission({ label, accountIds, actions }: Permission): void {
  if (!/^[\w-]{1,80}$/.test(label)) {
    throw invalid(
      `Value ${label} for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.`,
    );
  }
  if (actions.length === 0) throw new AwsError('MissingParameter', 'The request must contain the parameter Actions.');
  if (accountIds.length === 0)
    throw invalid('Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.');
  if (actions.length > maximumActions) {
    throw new AwsError('OverLimit', `${actions.length} Actions were found, maximum allowed is ${maximumActions}.`, 403);
  }
  const strange = actions.find((action) => !shareable.has(action));
  if (strange !== undefined) {
    throw invalid(
      `Value SQS:${strange} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.`,
    );
  }
  const unknown = accountIds.find((id) => !/^\d{12}$/.test(id));
  if (unknown !== undefined)
    throw invalid(`Value [${unknown}] for parameter PrincipalId is invalid. Reason: Unable to verify.`);
}

const documentOf = ({ arn, attributes: { Policy } }: Queue): PolicyDocument & { readonly Id?: string } =>
  Policy === undefined
    ? { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, Statement: [] }
    : (JSON.parse(Policy) as PolicyDocument);

const oneOrAll = (items: readonly string[]) => (items.length === 1 ? (items[0] ?? '') : items);

function store(region: QueueRegion, queue: Queue, document: PolicyDocument): void {
  const isEmpty = toList(document.Statement).length === 0;
  setQueueAttributes(region, queue, { Policy: isEmpty ? '' : JSON.stringify(document) });
}

/** Lets other accounts act on the queue. */
export function addPermission(region: QueueRegion, queue: Queue, permission: Permission): void {
  refusePermission(permission);
  const { label, accountIds, actions } = permission;
  const document = documentOf(queue);
  const statements = toList(document.Statement);
  if (statements.some(({ Sid }) => Sid === label)) {
    throw invalid(`Value ${label} for parameter Label is invalid. Reason: Already exists.`);
  }
  const added: PolicyStatement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  store(region, queue, { ...document, Statement: [...statements, added] });
}

/** Takes a permission back. */
export function removePermission(region: QueueRegion, queue: Queue, label: string): void {
  const document = documentOf(queue);
  const statements = toList(document.Statement);
  const kept = statements.filter(({ Sid }) => Sid !== label);
  if (kept.length === statements.length) {
    throw invalid(`Value ${label} for parameter Label is invalid. Reason: can't find label.`);
  }
  store(region, queue, { ...document, Statement: kept });
}

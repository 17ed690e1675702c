// Where schedules and rules send their events: a queue or a function.
import type { Queues } from '../../sqs/queues.ts';
import type { Principal } from '../../sqs/queue-policy.ts';
import type { FunctionPool } from '../function/function-pool.ts';
import { isJsonObject, type JsonObject } from '../template/template.ts';

/** Both kinds of target by ARN. */
export interface Targets {
  readonly queues: Queues;
  findPool(functionArn: string): FunctionPool | undefined;
}

/** Why an event did not arrive; undefined when it did. */
export type Undelivered = string | undefined;

/** Sends one event text to a target as this principal. Invocations are asynchronous: their outcome is not awaited. */
export function sendToTarget(targets: Targets, target: JsonObject, text: string, principal: Principal): Undelivered {
  const arn = String(target.Arn);
  if (arn.includes(':lambda:')) return invokeTarget(targets, arn, text);
  const { queues } = targets;
  if (!queues.find(arn)) return `the target ${arn} does not exist`;
  const objection = queues.objection(arn, 'sqs:SendMessage', principal);
  if (objection !== undefined) return `${principal.arn} may not send to ${arn} ${objection}`;
  const { SqsParameters } = target;
  const groupId = isJsonObject(SqsParameters) ? SqsParameters.MessageGroupId : undefined;
  try {
    queues.send(arn, { body: text, senderId: principal.arn, ...(typeof groupId === 'string' ? { groupId } : {}) });
    return undefined;
  } catch (error) {
    return `the target ${arn} refused the event: ${(error as Error).message}`;
  }
}

function invokeTarget(targets: Targets, arn: string, text: string): Undelivered {
  const pool = targets.findPool(arn);
  if (!pool) return `the target ${arn} does not exist`;
  void pool.invoke(JSON.parse(text));
  return undefined;
}

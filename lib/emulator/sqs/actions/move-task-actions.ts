// StartMessageMoveTask, CancelMessageMoveTask, ListMessageMoveTasks.
import { AwsError } from '../../aws/aws-error.ts';
import type { Action } from '../../aws/service.ts';
import type { MoveTask } from '../move-task.ts';
import type { QueueRegion } from '../queue-region.ts';
import { cancelMoveTask, listMoveTasks, startMoveTask } from '../run-move-task.ts';

interface StartInput {
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

const maxPerSecond = 500;
const maxListed = 10;

function refuseNumber(parameter: string, value: number | undefined, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= max)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be an integer between 1 and ${max}.`,
  );
}

/** A finished task no longer shows its handle. */
const toListed = (task: MoveTask) => ({
  ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
  Status: task.status,
  SourceArn: task.sourceArn,
  ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
  ...(task.perSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.perSecond }),
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  ...(task.failureReason === undefined ? {} : { FailureReason: task.failureReason }),
  StartedTimestamp: Math.floor(task.startedAt),
});

/** The three actions. */
export const moveTaskActions = (region: QueueRegion): Readonly<Record<string, Action>> => ({
  StartMessageMoveTask: (input: StartInput) => {
    refuseNumber('MaxNumberOfMessagesPerSecond', input.MaxNumberOfMessagesPerSecond, maxPerSecond);
    const { handle } = startMoveTask(region, {
      sourceArn: input.SourceArn,
      ...(input.DestinationArn === undefined ? {} : { destinationArn: input.DestinationArn }),
      ...(input.MaxNumberOfMessagesPerSecond === undefined ? {} : { perSecond: input.MaxNumberOfMessagesPerSecond }),
    });
    return { TaskHandle: handle };
  },

  CancelMessageMoveTask: (input: { readonly TaskHandle: string }) => ({
    ApproximateNumberOfMessagesMoved: cancelMoveTask(region, input.TaskHandle).moved,
  }),

  ListMessageMoveTasks: (input: { readonly SourceArn: string; readonly MaxResults?: number }) => {
    refuseNumber('MaxResults', input.MaxResults, maxListed);
    return { Results: listMoveTasks(region, input.SourceArn, input.MaxResults ?? 1).map(toListed) };
  },
});

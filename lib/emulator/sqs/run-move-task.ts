// Running message move tasks: redriving a dead-letter queue at a chosen pace (SQS API reference, StartMessageMoveTask).
import { AwsError } from '../aws/aws-error.ts';
import { moveMessage } from './move-message.ts';
import type { MoveTask } from './move-task.ts';
import type { Queue, StoredMessage } from './queue.ts';
import { findQueueByArn, type QueueRegion } from './queue-region.ts';
import { deadLetterSources } from './redrive-policy.ts';

/** SQS moves up to 500 messages per second unless told otherwise. */
const defaultPerSecond = 500;

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404);
const missing = (parameter: string) =>
  notFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);

const destinationOf = (region: QueueRegion, task: MoveTask, message: StoredMessage) =>
  findQueueByArn(region, task.destinationArn ?? message.deadLetterSourceArn ?? '');

function fail(task: MoveTask): void {
  task.status = 'FAILED';
  task.failureReason = 'AWS.SimpleQueueService.NonExistentQueue';
}

function moveSome(region: QueueRegion, task: MoveTask, source: Queue): void {
  const now = region.clock.now();
  const visible = [...source.messages.values()].filter(({ visibleAt }) => visibleAt <= now);
  for (const message of visible.slice(0, task.perSecond ?? defaultPerSecond)) {
    const to = destinationOf(region, task, message);
    if (!to) return fail(task);
    moveMessage(region, message, { from: source, to, deadLetter: false });
    task.moved += 1;
  }
  if (task.moved >= task.toMove || visible.length === 0) task.status = 'COMPLETED';
}

function run(region: QueueRegion, task: MoveTask, delayMs: number): void {
  task.stop = region.clock.schedule(delayMs, () => {
    const source = findQueueByArn(region, task.sourceArn);
    if (source) moveSome(region, task, source);
    else fail(task);
    if (task.status === 'RUNNING') run(region, task, 1000);
  });
}

/** Starts moving; the messages move on the clock. */
export function startMoveTask(
  region: QueueRegion,
  request: { readonly sourceArn: string; readonly destinationArn?: string; readonly perSecond?: number },
): MoveTask {
  const source = findQueueByArn(region, request.sourceArn);
  if (!source) throw missing('SourceArn');
  if (deadLetterSources(region, source).length === 0) {
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
  }
  if (request.destinationArn !== undefined && !findQueueByArn(region, request.destinationArn))
    throw missing('DestinationArn');
  if (region.moveTasks.some((task) => task.sourceArn === source.arn && task.status === 'RUNNING')) {
    throw new AwsError(
      'InvalidParameterValue',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const handle = JSON.stringify({ taskId: region.random.uuid(), sourceArn: source.arn });
  const task: MoveTask = {
    ...request,
    handle: Buffer.from(handle).toString('base64'),
    startedAt: region.clock.now(),
    toMove: source.messages.size,
    moved: 0,
    status: 'RUNNING',
  };
  region.moveTasks.unshift(task);
  run(region, task, 0);
  return task;
}

function sourceInHandle(handle: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (typeof parsed === 'object' && parsed !== null && 'sourceArn' in parsed) return String(parsed.sourceArn);
  } catch {
    // Refused below.
  }
  throw new AwsError('InvalidParameterValue', 'Value for parameter TaskHandle is invalid.');
}

/** Stops a running task; messages already moved stay moved. */
export function cancelMoveTask(region: QueueRegion, handle: string): MoveTask {
  if (!findQueueByArn(region, sourceInHandle(handle))) throw missing('SourceArn');
  const task = region.moveTasks.find((known) => known.handle === handle);
  if (!task) throw notFound('Task does not exist.');
  if (task.status !== 'RUNNING') {
    throw new AwsError('InvalidParameterValue', 'Only active tasks can be cancelled.');
  }
  task.stop?.();
  task.status = 'CANCELLED';
  return task;
}

/** The most recent tasks of a source queue, newest first. */
export function listMoveTasks(region: QueueRegion, sourceArn: string, max: number): MoveTask[] {
  if (!findQueueByArn(region, sourceArn)) throw missing('SourceArn');
  return region.moveTasks.filter((task) => task.sourceArn === sourceArn).slice(0, max);
}

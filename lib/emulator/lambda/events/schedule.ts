// EventBridge Scheduler schedules on the emulated clock.
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { DeployedRole } from '../iam/role-policies.ts';
import { permits, sessionOf, trusts } from '../iam/role-session.ts';
import { isJsonObject, TemplateError, type JsonObject } from '../template/template.ts';
import type { DeployedResource } from '../template/deployed-stacks.ts';
import { parseRate } from './rate.ts';
import { sendToTarget, type Targets, type Undelivered } from './target.ts';

export interface Schedule {
  readonly arn: string;
  readonly everyMs: number;
  readonly enabled: boolean;
  readonly target: JsonObject;
  readonly role: DeployedRole;
}

/** Reads the resource; throws `TemplateError` for what the emulator cannot run. */
export function readSchedule(resource: DeployedResource, roles: readonly DeployedRole[]): Schedule {
  const { ScheduleExpression, State, Target, StartDate, EndDate } = resource.properties();
  if (!isJsonObject(Target)) throw new TemplateError(`${resource.logicalId}: a schedule needs a target`);
  if (StartDate !== undefined || EndDate !== undefined) {
    throw new TemplateError(`${resource.logicalId}: start and end dates of schedules are not emulated`);
  }
  const role = roles.find(({ arn }) => arn === Target.RoleArn);
  if (!role || !trusts(role, 'scheduler.amazonaws.com')) {
    throw new TemplateError(
      `${resource.logicalId}: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.`,
    );
  }
  return {
    arn: resource.arn,
    everyMs: parseRate(String(ScheduleExpression)),
    enabled: State !== 'DISABLED',
    target: Target,
    role,
  };
}

export interface ScheduleWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly targets: Targets;
  readonly onUndelivered: (why: string) => void;
}

const isoSeconds = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The target's input with Scheduler's context attributes filled in, or Scheduler's default event. */
function inputOf({ arn, target }: Schedule, at: number, random: Random): string {
  const [, , , region = '', account = ''] = arn.split(':');
  const time = isoSeconds(at);
  const fallback = {
    version: '0',
    id: random.uuid(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account,
    time,
    region,
    resources: [arn],
    detail: '{}',
  };
  return String(target.Input ?? JSON.stringify(fallback))
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', random.uuid())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}

function fire(schedule: Schedule, at: number, { targets, random }: ScheduleWorld): Undelivered {
  const { target, role, arn } = schedule;
  const targetArn = String(target.Arn);
  const action = targetArn.includes(':lambda:') ? 'lambda:InvokeFunction' : 'sqs:SendMessage';
  if (!permits(role, action, targetArn))
    return `${role.arn} is not authorized to perform: ${action} on resource: ${targetArn}`;
  const principal = { arn: sessionOf(role, 'scheduler').caller.arn, sourceArn: arn };
  return sendToTarget(targets, target, inputOf(schedule, at, random), principal);
}

/** Fires at once (a rate without start date counts from its creation) and then at its rate; returns what stops it. */
export function startSchedule(schedule: Schedule, world: ScheduleWorld): () => void {
  if (!schedule.enabled) return () => {};
  let cancel = () => {};
  const run = (at: number) => {
    cancel = world.clock.schedule(at - world.clock.now(), () => {
      const why = fire(schedule, at, world);
      if (why !== undefined) world.onUndelivered(`schedule ${schedule.arn.split('/').at(-1)}: ${why}`);
      run(at + schedule.everyMs);
    });
  };
  run(world.clock.now());
  return () => cancel();
}

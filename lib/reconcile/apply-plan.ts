// The loop that writes: one step after the other, what does not depend on each other side by side. A failed step stops
// what needs it and nothing else; throttling or the end of the run's time stops everything, and planning again resumes.
import type { Known } from '../core/base/ref.ts';
import { applyToObserved } from '../core/plan/apply-to-observed.ts';
import type { ObservedStack } from '../core/plan/observed.ts';
import type { StepResult } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { mergeKnown } from '../core/plan/resolve-refs.ts';
import type { Step } from '../core/plan/step.ts';
import { bounded } from './bounded.ts';
import { isFault, type Fault } from './faults.ts';
import type { Ports, SecretReader } from './ports.ts';

export interface Applied {
  readonly results: readonly StepResult[];
  readonly known: Known;
  /** The world as it is after the steps that succeeded. */
  readonly observed: ObservedStack;
}

export interface Applying {
  readonly plan: Plan;
  readonly observed: ObservedStack;
  readonly secrets: SecretReader;
  readonly remainingMs: () => number;
}

/** Calls side by side; AWS throttles writes per account, not per connection. */
const parallelSteps = 4;
/** A step is not begun with less time left: AWS calls with retries may take as long. */
const stepReserveMs = 4_000;

/**
 * One result for each step, in the order in which they came to an end. Faults of AWS become results; any other error
 * rejects.
 */
export async function applyPlan({ writer, log }: Pick<Ports, 'writer' | 'log'>, applying: Applying): Promise<Applied> {
  const progress: Progress = { results: new Map(), known: {}, observed: applying.observed, stopped: undefined };
  for (const stage of stagesOf(applying.plan.steps)) {
    await bounded(stage, parallelSteps, async (lane) => {
      for (const step of lane) {
        const result = await takeStep(step, progress, applying, writer);
        progress.results.set(step.id, result);
        if (result.result !== 'done') log.warn('step not done', { step: step.id, result });
        else log.info('step done', { step: step.id, reason: step.reason });
      }
    });
  }
  return { results: [...progress.results.values()], known: progress.known, observed: progress.observed };
}

interface Progress {
  readonly results: Map<string, StepResult>;
  known: Known;
  observed: ObservedStack;
  /** Why nothing more is begun. */
  stopped: string | undefined;
}

async function takeStep(
  step: Step,
  progress: Progress,
  { secrets, remainingMs }: Applying,
  writer: Ports['writer'],
): Promise<StepResult> {
  const why =
    progress.stopped ??
    (remainingMs() < stepReserveMs ? 'the time of this run is up' : undefined) ??
    missingBefore(step, progress);
  if (why !== undefined) return { step: step.id, result: 'skipped', why };
  try {
    const learnt = await writer.perform(step, progress.known, secrets);
    progress.known = mergeKnown(progress.known, learnt);
    progress.observed = applyToObserved(progress.observed, step, progress.known);
    return { step: step.id, result: 'done' };
  } catch (error) {
    if (!isFault(error)) throw error;
    return afterFault(step, error, progress);
  }
}

/** Waiting is no failure: throttling passes, and AWS releases what is still in use. */
function afterFault(step: Step, fault: Fault, progress: Progress): StepResult {
  if (fault.kind === 'throttled') {
    progress.stopped = 'AWS asks to slow down';
    return { step: step.id, result: 'skipped', why: progress.stopped };
  }
  if (fault.kind === 'in-use' && step.verb === 'delete')
    return { step: step.id, result: 'skipped', why: `${step.resource} is still in use` };
  return { step: step.id, result: 'failed', fault: fault.toFact() };
}

/** A full quota must not keep anything from being deleted: that is what makes room. */
function missingBefore(step: Step, { results }: Progress): string | undefined {
  const missing = step.after.find((id) => {
    const earlier = results.get(id);
    if (earlier?.result === 'done') return false;
    return !(step.verb === 'delete' && earlier?.result === 'failed' && earlier.fault.kind === 'quota');
  });
  return missing === undefined ? undefined : `needs: ${missing}`;
}

/** Runs of equal calls go side by side, except that the rules of one listener keep their order. */
function stagesOf(steps: readonly Step[]): readonly (readonly (readonly Step[])[])[] {
  const stages: Step[][] = [];
  for (const step of steps) {
    const last = stages.at(-1);
    if (
      last?.[0]?.request.call === step.request.call &&
      !step.after.some((id) => last.some((other) => other.id === id))
    )
      last.push(step);
    else stages.push([step]);
  }
  return stages.map((stage) => [...Map.groupBy(stage, laneOf).values()]);
}

function laneOf({ id, request }: Step): string {
  switch (request.call) {
    case 'CreateRule':
      return JSON.stringify(request.listener);
    case 'DeleteRule':
    case 'ModifyRule':
    case 'SetRulePriorities':
      return 'rules';
    default:
      return id;
  }
}

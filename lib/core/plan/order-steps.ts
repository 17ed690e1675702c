// Which step waits for which. The order of the list is the order to apply; `after` says what must have succeeded, so that
// a failure stops what depends on it and nothing else.
import type { Ref } from '../base/ref.ts';
import type { Wait } from './plan.ts';
import { refsIn } from './resolve-refs.ts';
import type { Step } from './step.ts';

/** Adds to each step the steps that create what its Refs name, and drops steps that need something nobody creates. */
export function orderSteps(
  steps: readonly Step[],
  blocked: Readonly<Record<string, Wait>>,
): { readonly steps: readonly Step[]; readonly waitsFor: readonly Wait[] } {
  const creators = new Map<string, string>();
  const kept: Step[] = [];
  const waitsFor: Wait[] = [...Object.values(blocked)];
  for (const step of steps) {
    const needs = refsIn(step.request).filter(({ ref }) => ref !== step.resource || step.verb !== 'create');
    const missing = needs.find(({ ref }) => !creators.has(ref));
    if (missing !== undefined) {
      waitsFor.push(waitFor(step, missing, blocked));
      continue;
    }
    if (step.verb === 'create') creators.set(step.resource, step.id);
    kept.push({ ...step, after: [...new Set([...step.after, ...needs.map(({ ref }) => creators.get(ref) ?? '')])] });
  }
  const ids = new Set(kept.map(({ id }) => id));
  return {
    steps: kept.map((step) => ({ ...step, after: step.after.filter((id) => ids.has(id)) })),
    waitsFor: distinct(waitsFor),
  };
}

function waitFor(step: Step, { ref }: Ref, blocked: Readonly<Record<string, Wait>>): Wait {
  return (
    blocked[ref] ?? {
      resource: step.resource,
      why: `${step.request.call} needs ${ref}, which does not exist yet`,
      leavesUndone: true,
      lookAgainInSeconds: 60,
    }
  );
}

function distinct(waits: readonly Wait[]): readonly Wait[] {
  const byText = new Map(waits.map((wait) => [`${wait.resource} ${wait.why}`, wait]));
  return [...byText.values()];
}

// A plan as text, one line a step: for `plan`, for logs, for people.
import type { Plan, Wait } from './plan.ts';
import type { Step, Verb } from './step.ts';

const signs: Readonly<Record<Verb, string>> = { create: '+', modify: '~', reorder: '↕', adopt: '=', delete: '-' };

/**
 * Lines such as `+ CreateRule 443:9f31…  (desired, absent)`, then what has to be waited for, then a count. Holds no
 * secrets: steps hold none.
 */
export function renderPlan(plan: Plan): string {
  if (plan.steps.length === 0 && plan.waitsFor.length === 0) return 'Nothing to do.\n';
  return [...plan.steps.map(stepLine), ...plan.waitsFor.map(waitLine), summary(plan), ''].join('\n');
}

function stepLine({ verb, request, resource, reason }: Step): string {
  return `${signs[verb]} ${request.call} ${resource}  (${reason})`;
}

function waitLine({ resource, why }: Wait): string {
  return `… ${resource}: ${why}`;
}

function summary({ steps, waitsFor }: Plan): string {
  const verbs = Object.keys(signs).flatMap((verb) => {
    const count = steps.filter((step) => step.verb === verb).length;
    return count === 0 ? [] : [`${String(count)} to ${verb}`];
  });
  return [...verbs, ...(waitsFor.length === 0 ? [] : [`${String(waitsFor.length)} to wait for`])].join(', ') + '.';
}

// The planner: what should be, minus what is, in an order that never leaves a request without an answer it had.
import type { Profile } from '../profile/profile.ts';
import type { Stack } from '../stack/stack.ts';
import { guardDeletions } from './deletion-guard.ts';
import { matchResources } from './match-resources.ts';
import type { ObservedStack } from './observed.ts';
import { orderSteps } from './order-steps.ts';
import type { Plan } from './plan.ts';
import { planCertificates } from './plan-certificates.ts';
import { planListeners } from './plan-listeners.ts';
import { planLoadBalancer } from './plan-load-balancer.ts';
import { planRules } from './plan-rules.ts';
import { planSecurityGroups } from './plan-security-groups.ts';
import { deleteTargetGroups, planTargetGroups } from './plan-target-groups.ts';
import { planTrustStores } from './plan-trust-stores.ts';
import { groupUse } from './group-use.ts';
import type { PlanOptions, Planning } from './planning.ts';
import type { Step } from './step.ts';

export type { PlanOptions } from './planning.ts';

/**
 * The steps that make the observed resources the desired ones: match, difference, order, guard. Touches nothing without
 * the tags of this stack (law 6; the exceptions are in plan-security-groups), is empty once applied (law 2), may be cut
 * after any step and planned again (law 3), keeps traffic flowing (law 7).
 */
export function planStack(stack: Stack, observed: ObservedStack, profile: Profile, options: PlanOptions): Plan {
  const complete = options.complete && observed.complete;
  const matches = matchResources(stack, observed, profile);
  const planning: Planning = { stack, observed, profile, options: { ...options, complete }, matches };

  const groups = planSecurityGroups(planning);
  const certificates = planCertificates(planning);
  const trustStores = planTrustStores(planning);
  const loadBalancer = planLoadBalancer(planning);
  const targetGroups = planTargetGroups(planning);
  const listeners = planListeners(planning);
  const rules = planRules(planning);
  const routing = [...loadBalancer.shrink, ...listeners.grow, ...rules.steps, ...listeners.shrink];

  const { steps, waitsFor } = orderSteps(
    [
      // The load balancer comes early, because it takes AWS minutes to provision one.
      ...groups.grow,
      ...loadBalancer.grow,
      ...targetGroups,
      ...groups.openTargets,
      ...certificates.grow,
      ...trustStores.grow,
      ...routing,
      ...certificates.shrink,
      ...trustStores.shrink,
      ...deleteTargetGroups(planning, groupUse(planning, routing)),
      ...afterAll(groups.shrink, [...loadBalancer.shrink, ...loadBalancer.grow]),
    ],
    matches.blocked,
  );
  return guardDeletions(
    { steps, waitsFor: [...loadBalancer.waitsFor, ...groups.waitsFor, ...rules.waitsFor, ...waitsFor] },
    complete,
  );
}

function afterAll(steps: readonly Step[], earlier: readonly Step[]): readonly Step[] {
  const ids = earlier
    .filter(({ request }) => request.call === 'DeleteLoadBalancer' || request.call === 'SetSecurityGroups')
    .map(({ id }) => id);
  return steps.map((step) => ({ ...step, after: [...step.after, ...ids] }));
}

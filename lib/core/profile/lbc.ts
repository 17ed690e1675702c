// The AWS Load Balancer Controller's dialect, v3.5, for taking over what it built and for comparing with it. Each of its
// quirks is one named function with its number.
import { defaults } from './defaults.ts';
import { neverFolded } from './folding.ts';
import { shared } from './isolation.ts';
import { lbcMatching } from './matching/lbc-matching.ts';
import { lbcRedirection } from './matching/lbc-redirection.ts';
import { names } from './names.ts';
import { pathPrecedenceRegexLast } from './precedence.ts';
import type { ProblemCode } from './problem.ts';
import type { Profile } from './profile.ts';
import { lbcReading } from './reading.ts';
import { descriptions, tagKeys } from './tag-keys.ts';
import { lbcTargetGroups } from './target-group-choices.ts';
import { weighAsWritten } from './weighing.ts';

export const lbc: Profile = {
  name: 'lbc',
  controllerName: 'gateway.k8s.aws/alb',
  finalizer: 'gateway.k8s.aws/alb',
  tagKeys,
  annotationKeys: { headerValues: 'gateway.k8s.aws/header-values' },
  descriptions,
  names,
  defaults,
  managesTargetIngress: onlyIfAsked,
  reading: lbcReading,
  /** LIM-11: nothing is counted before AWS is asked. */
  quotas: { rulesPerLoadBalancer: Number.MAX_SAFE_INTEGER, targetGroupsPerLoadBalancer: Number.MAX_SAFE_INTEGER },
  matching: lbcMatching,
  redirection: lbcRedirection,
  isolation: shared,
  pathPrecedence: pathPrecedenceRegexLast,
  listenerRules: {
    id: idByPosition,
    splitsOverBudget: false,
    folding: neverFolded,
    omitsShadowed: false,
    instead: unauthenticated,
    weigh: weighAsWritten,
  },
  listeners: {
    exists: onlyWithRoutes,
    sourceRanges: anywhereUnlessRangesSet,
    repeatsIngress: true,
    tagsFromInfrastructure: false,
  },
  targetGroups: lbcTargetGroups,
  stopsGateway,
};

/** LIM-58: the controller's flag does not reach Gateways. */
function onlyIfAsked(asked: boolean | undefined): boolean {
  return asked ?? false;
}

/** LIM-81: a rule's identity is its place, so that one insertion renames all that follow. */
function idByPosition(port: number, rank: number): string {
  return `${port}:${rank}`;
}

/** LIM-70: authentication is dropped where the listener has no TLS. */
function unauthenticated(): undefined {
  return undefined;
}

/** LIM-95 */
function onlyWithRoutes(routes: number): boolean {
  return routes > 0;
}

/** LIM-57: prefix lists do not restrict. */
function anywhereUnlessRangesSet(sourceRanges: readonly string[] | undefined): readonly string[] {
  return sourceRanges ?? ['0.0.0.0/0', '::/0'];
}

const harmless: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'shadowed',
  'authentication-needs-https',
  'backend-share-lost',
  'target-type-fallback',
  'named-target-port',
  'not-honoured',
  'tags',
  'waiting',
]);

/** LIM-30: what cannot be built in one place leaves the whole Gateway as it is. */
function stopsGateway(problem: ProblemCode): boolean {
  return !harmless.has(problem);
}

// The dialect we recommend: LBC's identity (names, tags, finalizer), Gateway API's meaning, and mistakes that stay with
// their owner.
import { sha256 } from '../base/digest.ts';
import { defaultQuotas } from '../stack/limits.ts';
import type { Action } from '../stack/listener-rule.ts';
import { albMatching } from './matching/alb-matching.ts';
import { albRedirection } from './matching/alb-redirection.ts';
import { defaults } from './defaults.ts';
import { foldedWherePossible } from './folding.ts';
import { isolated } from './isolation.ts';
import { names } from './names.ts';
import { pathPrecedence } from './precedence.ts';
import type { ProblemCode } from './problem.ts';
import type { Profile } from './profile.ts';
import { gatewayApiReading } from './reading.ts';
import { descriptions, tagKeys } from './tag-keys.ts';
import { albTargetGroups } from './target-group-choices.ts';
import { weighProportionally } from './weighing.ts';

export const alb: Profile = {
  name: 'alb',
  controllerName: 'gateway.k8s.aws/alb',
  finalizer: 'gateway.k8s.aws/alb',
  tagKeys,
  annotationKeys: { headerValues: 'gateway.k8s.aws/header-values' },
  descriptions,
  names,
  defaults,
  managesTargetIngress: (asked, fallback) => asked ?? fallback,
  reading: gatewayApiReading,
  quotas: defaultQuotas,
  matching: albMatching,
  redirection: albRedirection,
  isolation: isolated,
  pathPrecedence,
  listenerRules: {
    id: (port, _rank, text) => `${port}:${sha256(text).slice(0, 16)}`,
    splitsOverBudget: true,
    folding: foldedWherePossible,
    omitsShadowed: true,
    instead: redirectOrForbid,
    weigh: weighProportionally,
  },
  listeners: {
    exists: () => true,
    sourceRanges: anywhereUnlessRestricted,
    repeatsIngress: false,
    tagsFromInfrastructure: true,
  },
  targetGroups: albTargetGroups,
  stopsGateway: isAboutTheLoadBalancer,
};

/** LIM-70: no request passes unauthenticated. */
function redirectOrForbid(https: { readonly port: number } | undefined): Action {
  if (https === undefined) return { type: 'fixed-response', statusCode: '403', contentType: 'text/plain' };
  return {
    type: 'redirect',
    protocol: 'HTTPS',
    port: String(https.port),
    host: '#{host}',
    path: '/#{path}',
    query: '#{query}',
    statusCode: 'HTTP_302',
  };
}

/** LIM-57: prefix lists are a restriction too. */
function anywhereUnlessRestricted(
  sourceRanges: readonly string[] | undefined,
  prefixLists: readonly string[],
): readonly string[] {
  return sourceRanges ?? (prefixLists.length > 0 ? [] : ['0.0.0.0/0', '::/0']);
}

const aboutTheLoadBalancer: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'load-balancer-name',
  'subnets',
  'security-groups',
  'unresolved',
]);

/** Without these there is no load balancer to say anything about. */
function isAboutTheLoadBalancer(problem: ProblemCode): boolean {
  return aboutTheLoadBalancer.has(problem);
}

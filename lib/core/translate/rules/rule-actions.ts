// What a unit answers: authentication first where asked for, then exactly one of fixed response, redirect and forward, and
// 500 where nothing else is possible.
import type { Filter } from '../../graph/route-rule.ts';
import type { PathMatched, RedirectVariant } from '../../profile/matching/redirection.ts';
import type { HttpPath } from '../../profile/matching/request-set.ts';
import { isRefusal } from '../../profile/refusal.ts';
import type { Action, Transform } from '../../stack/listener-rule.ts';
import { fixedResponseBodyLength } from '../../stack/limits.ts';
import type { TargetGroup } from '../../stack/stack.ts';
import { rulePath, secureTwin } from './host-units.ts';
import type { HostUnit } from './host-units.ts';
import { authenticationOf, authenticationProblem, namesBothClientSecrets } from './rule-authentication.ts';
import { forwardTo } from './rule-forwards.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';

export interface Answer {
  /** The part of the unit's paths that is answered so; absent: all of them. */
  readonly path?: HttpPath;
  readonly actions: readonly Action[];
  readonly transforms: readonly Transform[];
  readonly groups: readonly TargetGroup[];
}

/** One answer, or one for each part of the paths that the unit matches. */
export function answersOf(translation: Translation, unit: HostUnit): readonly Answer[] {
  if (!unit.rule.valid || hasRefusedAction(translation, unit)) return [answer(failure)];
  if (namesBothClientSecrets(unit)) {
    reportRoute(translation, 'not-honoured', unit.route, {
      path: `${rulePath(unit.rule)}.filters`,
      severity: 'note',
      message: 'useExistingClientSecret is not honoured: the client secret is the one in the Secret. Remove the field',
    });
  }
  const authentication = authenticationOf(unit);
  if (authentication === undefined || unit.port.protocol === 'HTTPS') {
    return routingOf(translation, unit).map((routing) => ({
      ...routing,
      actions: [...(authentication === undefined ? [] : [authentication]), ...routing.actions],
    }));
  }
  const instead = translation.profile.listenerRules.instead(secureTwin(translation, unit));
  reportRoute(translation, 'authentication-needs-https', unit.route, {
    path: `${rulePath(unit.rule)}.filters`,
    severity: 'note',
    message: `ALB authenticates on HTTPS listeners only. On port ${unit.port.port} the rule ${insteadText(instead)}`,
  });
  return instead === undefined ? routingOf(translation, unit) : [answer(instead)];
}

const failure: Action = { type: 'fixed-response', statusCode: '500', contentType: 'text/plain' };

function answer(action: Action, groups: readonly TargetGroup[] = []): Answer {
  return { actions: [action], transforms: [], groups };
}

function insteadText(instead: Action | undefined): string {
  if (instead === undefined) return 'serves without authentication';
  return instead.type === 'redirect' ? `redirects to port ${instead.port ?? ''}` : 'answers 403';
}

function routingOf(translation: Translation, unit: HostUnit): readonly Answer[] {
  const fixed = fixedResponseOf(unit);
  const unattached = translation.profile.targetGroups.existWithoutForward ? forwardTo(translation, unit).groups : [];
  if (fixed !== undefined) return [{ ...answer(fixed, unattached), transforms: rewritesOf(translation, unit) ?? [] }];
  if (hasUnsupportedFilter(translation, unit) || hasLoneRedirectQuery(translation, unit)) return [answer(failure)];
  const redirects = redirectsOf(translation, unit);
  if (redirects !== undefined) return redirects.map((redirect) => variant(redirect, unattached));
  const transforms = rewritesOf(translation, unit);
  if (transforms === undefined) return [answer(failure)];
  const { action, groups } = forwardTo(translation, unit);
  return [{ actions: [action ?? failure], transforms, groups }];
}

function variant({ path, action, transforms }: RedirectVariant, groups: readonly TargetGroup[]): Answer {
  return { ...(path === undefined ? {} : { path }), actions: [action], transforms, groups };
}

function fixedResponseOf({ rule }: HostUnit): Action | undefined {
  const config = rule.ruleConfiguration?.actions?.find(({ type }) => type === 'fixed-response')?.fixedResponseConfig;
  if (config === undefined) return undefined;
  return {
    type: 'fixed-response',
    statusCode: String(config.statusCode),
    contentType: config.contentType ?? 'text/plain',
    ...(config.messageBody === undefined ? {} : { messageBody: config.messageBody }),
  };
}

/** An action of the rule's configuration that AWS would not take. */
function hasRefusedAction(translation: Translation, unit: HostUnit): boolean {
  const fixed = fixedResponseOf(unit);
  const bodyLength = fixed?.type === 'fixed-response' ? (fixed.messageBody ?? '').length : 0;
  const tooLong = `the body of the fixed response has ${bodyLength} characters, and ALB takes ${fixedResponseBodyLength}. Shorten it`;
  const problem = authenticationProblem(unit) ?? (bodyLength > fixedResponseBodyLength ? tooLong : undefined);
  if (problem === undefined) return false;
  reportRoute(translation, 'action-refused', unit.route, { path: `${rulePath(unit.rule)}.filters`, message: problem });
  return true;
}

/** What ALB cannot do is refused by name, never left out. */
function hasUnsupportedFilter(translation: Translation, { route, rule }: HostUnit): boolean {
  if (rule.filters.length === 0) return false;
  const known: readonly Filter['type'][] = ['RequestRedirect', 'URLRewrite', 'ExtensionRef'];
  const firstRedirect = rule.filters.findIndex(({ type }) => type === 'RequestRedirect');
  const unsupported = rule.filters
    .map((filter, index) => ({ filter, index }))
    .filter(({ filter }) => !known.includes(filter.type));
  for (const { filter, index } of unsupported) {
    reportRoute(
      translation,
      firstRedirect >= 0 && firstRedirect < index ? 'not-honoured' : 'unsupported-filter',
      route,
      {
        path: `${rulePath(rule)}.filters[${index}]`,
        message: `ALB has no ${filter.type}. Remove the filter, or use loadBalancerAttributes or listenerAttributes where they do`,
      },
    );
  }
  return unsupported.length > 0;
}

/** A ListenerRuleConfiguration can only add the query to a redirect. */
function hasLoneRedirectQuery(translation: Translation, { route, rule }: HostUnit): boolean {
  const isAsked = rule.ruleConfiguration?.actions?.some(({ type }) => type === 'redirect') ?? false;
  if (!isAsked || rule.filters.some(({ type }) => type === 'RequestRedirect')) return false;
  const isAlone = rule.filters.length === 1;
  reportRoute(translation, isAlone ? 'redirect-query-alone' : 'not-honoured', route, {
    path: `${rulePath(rule)}.filters`,
    ...(isAlone ? {} : { severity: 'note' }),
    message:
      'the ListenerRuleConfiguration sets the query of a redirect, and the rule has no RequestRedirect filter. Add one',
  });
  return isAlone;
}

/** Undefined: the rule does not redirect. */
function redirectsOf(translation: Translation, unit: HostUnit): readonly RedirectVariant[] | undefined {
  const { rule, route, port } = unit;
  const index = rule.filters.findIndex(({ type }) => type === 'RequestRedirect');
  const filter = rule.filters[index];
  if (filter?.type !== 'RequestRedirect') return undefined;
  const query = rule.ruleConfiguration?.actions?.find(({ type }) => type === 'redirect')?.redirectConfig?.query;
  const redirects = translation.profile.redirection.redirect({
    ...filter,
    ...(query === undefined ? {} : { query }),
    listener: { protocol: port.protocol, port: port.port },
    matched: pathMatched(unit),
  });
  if (!isRefusal(redirects)) return redirects;
  reportRoute(translation, redirects.code, route, {
    path: `${rulePath(rule)}.filters[${index}].requestRedirect`,
    message: redirects.why,
  });
  return [{ action: failure, transforms: [] }];
}

/** Undefined: a rewrite is not possible as written. */
function rewritesOf(translation: Translation, unit: HostUnit): readonly Transform[] | undefined {
  const { rule, route } = unit;
  if (rule.filters.length === 0) return [];
  const transforms: Transform[] = [];
  for (const [index, filter] of rule.filters.entries()) {
    if (filter.type !== 'URLRewrite') continue;
    const { hostname, path } = filter;
    const rewrites = translation.profile.redirection.rewrite({
      ...(hostname === undefined ? {} : { hostname }),
      ...(path === undefined ? {} : { path }),
      matched: pathMatched(unit),
    });
    if (isRefusal(rewrites)) {
      reportRoute(translation, rewrites.code, route, {
        path: `${rulePath(rule)}.filters[${index}].urlRewrite`,
        message: rewrites.why,
      });
      return undefined;
    }
    transforms.push(...rewrites);
  }
  return transforms;
}

function pathMatched({ match }: HostUnit): PathMatched {
  return match.kind === 'http' && match.path !== undefined ? match.path : { type: 'PathPrefix', value: '/' };
}

// Which requests a unit takes, as a set of the profile's vocabulary.
import type { Match } from '../../graph/route-rule.ts';
import type { HttpPath, PathMatch, RequestSet } from '../../profile/matching/request-set.ts';
import type { Profile } from '../../profile/profile.ts';
import type { HostUnit } from './host-units.ts';

/** `part`: instead of the unit's own path, where an answer is about a part of it. */
export function requestsOf(unit: HostUnit, profile: Profile, part?: HttpPath): RequestSet {
  const { hostname, route, match } = unit;
  const path = part ?? pathOf(match);
  const isLiteral = route.annotations[profile.annotationKeys.headerValues] === 'literal';
  return {
    hosts: [hostname],
    paths: path === undefined ? [] : [path],
    headers: match.headers.map(({ type, name, value }) => ({
      kind: match.kind,
      type,
      name,
      values: [value],
      isLiteral,
    })),
    queryParams: match.kind === 'http' ? match.queryParams.map((pair) => [pair]) : [],
    methods: match.kind === 'http' && match.method !== undefined ? [match.method] : [],
    sources: sourcesOf(unit),
  };
}

/** Undefined: any path. */
export function pathOf(match: Match): PathMatch | undefined {
  if (match.kind === 'http') return match.path === undefined ? undefined : { kind: 'http', ...match.path };
  const { type, service, method } = match;
  return {
    kind: 'grpc',
    type,
    ...(service === undefined ? {} : { service }),
    ...(method === undefined ? {} : { method }),
  };
}

/** From the rule's ListenerRuleConfiguration; an empty `matchIndexes` applies to no match, an absent one to all. */
function sourcesOf({ rule, match }: HostUnit): readonly (readonly string[])[] {
  return (rule.ruleConfiguration?.conditions ?? []).flatMap(({ matchIndexes, sourceIPConfig }) => {
    const times = matchIndexes === undefined ? 1 : matchIndexes.filter((index) => index === match.index).length;
    return Array.from({ length: times }, () => sourceIPConfig?.values ?? []);
  });
}

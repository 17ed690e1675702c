// Rules of an HTTPRoute.
import type { ObjectKey } from '../base/ids.ts';
import type { HttpRoute, HttpRouteMatch } from '../snapshot/objects.ts';
import type { BackendWorld } from './backend-refs.ts';
import type { RouteRuleNode } from './graph.ts';
import { type Judged, keyOf } from './judged.ts';
import type { HttpMatch, Match } from './route-rule.ts';
import { judgeRule, namedMatches, unknownTypes, valueTypes } from './route-rules.ts';

/** https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
export function judgeHttpRules(world: BackendWorld, route: HttpRoute): readonly Judged<RouteRuleNode>[] {
  const key = keyOf(route);
  return route.spec.rules.map((rule, index) => {
    const { timeouts, retry, sessionPersistence } = rule;
    const matches = readMatches(key, `spec.rules[${index}].matches`, rule.matches);
    return judgeRule(world, key, index, { rule, matches, refused: { timeouts, retry, sessionPersistence } });
  });
}

/** A rule without matches matches every request. */
const implicitMatch: HttpMatch = { kind: 'http', index: -1, headers: [], queryParams: [] };

const pathTypes = ['Exact', 'PathPrefix', 'RegularExpression'] as const;

function readMatches(route: ObjectKey, path: string, matches: readonly HttpRouteMatch[]): Judged<readonly Match[]> {
  if (matches.length === 0) return { value: [implicitMatch], findings: [] };
  return {
    value: matches.map(readMatch),
    findings: matches.flatMap((match, index) => [
      ...unknownTypes(route, `${path}[${index}].path`, [match.path.type], pathTypes),
      ...unknownTypes(route, `${path}[${index}].headers`, typesOf(match.headers), valueTypes),
      ...unknownTypes(route, `${path}[${index}].queryParams`, typesOf(match.queryParams), valueTypes),
    ]),
  };
}

function typesOf(matches: readonly { readonly type: string }[]): readonly string[] {
  return matches.map(({ type }) => type);
}

/** Header names do not depend on case, query parameters do. */
function readMatch({ path, headers, queryParams, method }: HttpRouteMatch, index: number): HttpMatch {
  const type = pathTypes.find((known) => known === path.type) ?? 'Exact';
  return {
    kind: 'http',
    index,
    path: { type, value: path.value },
    headers: namedMatches(headers, (name) => name.toLowerCase()),
    queryParams: namedMatches(queryParams, (name) => name),
    ...(method !== undefined && { method }),
  };
}

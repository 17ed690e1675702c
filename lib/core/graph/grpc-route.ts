// Rules of a GRPCRoute.
import type { ObjectKey } from '../base/ids.ts';
import type { GrpcRoute, GrpcRouteMatch } from '../snapshot/objects.ts';
import type { BackendWorld } from './backend-refs.ts';
import type { RouteRuleNode } from './graph.ts';
import { type Judged, keyOf } from './judged.ts';
import type { GrpcMatch, Match } from './route-rule.ts';
import { judgeRule, namedMatches, unknownTypes, valueType, valueTypes } from './route-rules.ts';

/** https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule */
export function judgeGrpcRules(world: BackendWorld, route: GrpcRoute): readonly Judged<RouteRuleNode>[] {
  const key = keyOf(route);
  return route.spec.rules.map((rule, index) => {
    const matches = readMatches(key, `spec.rules[${index}].matches`, rule.matches);
    return judgeRule(world, key, index, { rule, matches, refused: { sessionPersistence: rule.sessionPersistence } });
  });
}

/** A rule without matches matches every call. */
const implicitMatch: GrpcMatch = { kind: 'grpc', index: -1, type: 'Exact', headers: [] };

function readMatches(route: ObjectKey, path: string, matches: readonly GrpcRouteMatch[]): Judged<readonly Match[]> {
  if (matches.length === 0) return { value: [implicitMatch], findings: [] };
  return {
    value: matches.map(readMatch),
    findings: matches.flatMap(({ method, headers }, index) => [
      ...unknownTypes(route, `${path}[${index}].method`, method ? [method.type] : [], valueTypes),
      ...unknownTypes(
        route,
        `${path}[${index}].headers`,
        headers.map(({ type }) => type),
        valueTypes,
      ),
    ]),
  };
}

function readMatch({ method, headers }: GrpcRouteMatch, index: number): GrpcMatch {
  return {
    kind: 'grpc',
    index,
    type: valueType(method?.type ?? 'Exact'),
    ...(method?.service !== undefined && { service: method.service }),
    ...(method?.method !== undefined && { method: method.method }),
    headers: namedMatches(headers, (name) => name.toLowerCase()),
  };
}

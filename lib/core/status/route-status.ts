// status.parents of routes: our entries for this Gateway in one write, everyone else's as they are.
import { sameJson } from '../base/canonical.ts';
import type { Finding } from '../base/finding.ts';
import { keyText } from '../base/ids.ts';
import type { StatusPatch } from '../base/status-patch.ts';
import type { Graph, ParentNode, RouteNode } from '../graph/graph.ts';
import { accepted, type Condition, notAccepted, partiallyInvalid, resolvedRefs, unresolvedRefs } from './conditions.ts';
import { layConditions, timeText } from './lay-conditions.ts';
import { errorsOf, type FindingsByObject, messageOf, notesOf, type Projection } from './projection.ts';

type Entry = RouteNode['statusParents'][number];

/**
 * At most one patch for each route; none where status already says so. Routes that were attached and are no longer
 * lose our entries.
 */
export function routePatches(projection: Projection, findingsOf: FindingsByObject): readonly StatusPatch[] {
  return projection.graph.routes.flatMap((route) => routePatch(projection, route, findingsOf(route.key)));
}

function routePatch(projection: Projection, route: RouteNode, findings: readonly Finding[]): readonly StatusPatch[] {
  const fresh = route.parents.map((parent) => entryOf(projection, route, parent, findings));
  const parents = mergeEntries(projection, route, fresh);
  if (sameJson(parents, route.statusParents)) return [];
  const { key: object, apiVersion, resourceVersion } = route;
  return [
    {
      write: 'status',
      object,
      apiVersion,
      status: { parents },
      ...(resourceVersion === '' ? {} : { resourceVersion }),
    },
  ];
}

/** In place, so that two Gateways of one route never rearrange each other's entries. */
function mergeEntries({ graph, profile }: Projection, route: RouteNode, fresh: readonly Entry[]): readonly Entry[] {
  const isOurs = (entry: Entry): boolean => entry.controllerName === profile.controllerName;
  const kept = route.statusParents.flatMap((shown) => {
    if (!isOurs(shown)) return [shown];
    const renewed = fresh.find((entry) => sameJson(entry.parentRef, shown.parentRef));
    if (renewed) return [renewed];
    return isStale(graph, route, shown) ? [] : [shown];
  });
  const added = fresh.filter((entry) => !kept.includes(entry));
  return [...kept, ...added];
}

/** Ours, and either nobody's any more or this Gateway's, which does not renew it. */
function isStale(graph: Graph, route: RouteNode, { parentRef }: Entry): boolean {
  if (!route.parentRefs.some((ref) => sameJson(ref, parentRef))) return true;
  const named = keyText({
    kind: parentRef.kind ?? 'Gateway',
    namespace: parentRef.namespace ?? route.key.namespace,
    name: parentRef.name,
  });
  const ours = [keyText({ kind: 'Gateway', ...graph.key }), ...graph.listenerSets.map(({ key }) => keyText(key))];
  return ours.includes(named) || route.orphans.some((orphan) => sameJson(orphan, parentRef));
}

function entryOf(
  { profile, now }: Projection,
  route: RouteNode,
  parent: ParentNode,
  findings: readonly Finding[],
): Entry {
  const shown = route.statusParents.find(
    (entry) => entry.controllerName === profile.controllerName && sameJson(entry.parentRef, parent.ref),
  );
  const concerned = findings.filter((finding) => finding.parent === undefined || finding.parent === parent.index);
  const stamp = { generation: route.generation, time: timeText(now) };
  return {
    parentRef: parent.ref,
    controllerName: profile.controllerName,
    conditions: layConditions(shown?.conditions ?? [], parentConditions(route, parent, concerned), stamp, [
      'PartiallyInvalid',
    ]),
  };
}

function parentConditions(route: RouteNode, parent: ParentNode, findings: readonly Finding[]): readonly Condition[] {
  const errors = errorsOf(findings);
  const unresolved = errors.filter(({ condition }) => condition === 'ResolvedRefs');
  const refused = errors.filter(({ condition }) => condition !== 'ResolvedRefs');
  const inRules = refused.filter(({ path }) => ruleOf(path) !== undefined);
  const whole = refused.filter(({ path }) => ruleOf(path) === undefined);
  const refs = unresolved[0]
    ? unresolvedRefs(unresolved[0].reason, messageOf(unresolved))
    : resolvedRefs(messageOf(notesAbout(findings, true)));
  const against = whole.length > 0 || !parent.accepted ? whole : everyRule(route, inRules) ? inRules : [];
  if (against[0]) return [notAccepted(against[0].reason, messageOf(against)), refs];
  const acceptance = accepted(messageOf(notesAbout(findings, false)));
  return inRules.length === 0 ? [acceptance, refs] : [acceptance, refs, partiallyInvalid(messageOf(inRules))];
}

function notesAbout(findings: readonly Finding[], references: boolean): readonly Finding[] {
  return notesOf(findings).filter(({ condition }) => (condition === 'ResolvedRefs') === references);
}

/** Index of the rule a field path is inside of. */
function ruleOf(path: string): number | undefined {
  const index = /^spec\.rules\[(\d+)\]/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** No rule is left that does what it says. */
function everyRule({ rules }: RouteNode, errors: readonly Finding[]): boolean {
  const touched = new Set(errors.map(({ path }) => ruleOf(path)));
  return errors.length > 0 && rules.every(({ index }) => touched.has(index));
}

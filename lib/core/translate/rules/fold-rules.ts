// Rules that answer alike and differ in one part become one rule. In an ordered list two neighbours may change places if no
// request is in both, or if both answer alike; so a rule may move next to another one past all such rules, and there the two
// become one. Every step leaves each request its answer; the order of steps decides only how few rules remain.
//
//   before                          after
//   GET  a.io/x  → cart             GET, POST  a.io/x → cart      POST moved past b.io, which has other hosts
//   GET  b.io/x  → till             GET        b.io/x → till
//   POST a.io/x  → cart
import { partsOf } from '../../profile/folding.ts';
import type { Folding, FoldingField } from '../../profile/folding.ts';
import type { RequestSet } from '../../profile/matching/request-set.ts';
import type { Condition } from '../../stack/listener-rule.ts';
import type { RuleDraft } from './rule-drafts.ts';
import { createRuleIndex } from './rule-index.ts';
import type { RuleIndex } from './rule-index.ts';

/** How many rules that it may meet a rule is compared with on one move, and how many partners are tried: bounds on time. */
const longestMove = 400;
const mostPartners = 4;

/** Requests as the conditions of one rule; undefined if one rule cannot hold them. */
export type AsOneRule = (requests: RequestSet) => readonly Condition[] | undefined;

/** Drafts keep their order but for those that move to their partner. */
export function foldRules(drafts: readonly RuleDraft[], folding: Folding, asOneRule: AsOneRule): readonly RuleDraft[] {
  if (folding.fields.length === 0 || drafts.length < 2) return drafts;
  const row = layOut(drafts, folding, asOneRule);
  for (const field of folding.fields) for (const alike of row.alike) foldAlong(row, field, alike);
  return row.places.flatMap(({ draft }) => draft ?? []);
}

interface Row {
  readonly places: readonly Place[];
  readonly index: RuleIndex;
  readonly folding: Folding;
  readonly asOneRule: AsOneRule;
  /** Positions of rules that answer alike, two or more of each kind, from the top. */
  readonly alike: readonly (readonly number[])[];
}

interface Place {
  /** Undefined: moved away. */
  draft: RuleDraft | undefined;
  /** Position of the first rule that answers alike. */
  readonly outcome: number;
}

function layOut(drafts: readonly RuleDraft[], folding: Folding, asOneRule: AsOneRule): Row {
  const outcomes = new Map<string, number[]>();
  drafts.forEach(({ outcome }, position) => {
    const alike = outcomes.get(outcome);
    if (alike === undefined) outcomes.set(outcome, [position]);
    else alike.push(position);
  });
  return {
    places: drafts.map((draft): Place => ({ draft, outcome: outcomes.get(draft.outcome)?.[0] ?? 0 })),
    index: createRuleIndex(drafts),
    folding,
    asOneRule,
    alike: [...outcomes.values()].filter(({ length }) => length > 1),
  };
}

/** Unites what differs in the field alone, from the top. */
function foldAlong(row: Row, field: FoldingField, alike: readonly number[]): void {
  if (!varies(row, field, alike)) return;
  const partners = new Map<string, number[]>();
  for (const position of alike) {
    const place = row.places[position];
    const rest = place && restOf(place, field);
    if (rest === undefined) continue;
    const earlier = partners.get(rest) ?? [];
    const partner = earlier.slice(-mostPartners).findLast((candidate) => unite(row, field, candidate, position));
    if (partner !== undefined) earlier.splice(earlier.indexOf(partner), 1);
    if (partner === undefined || row.places[partner]?.draft === undefined) earlier.push(position);
    else earlier.push(partner);
    partners.set(rest, earlier);
  }
}

/** Whether rules differ in the field at all: in most fields most do not. */
function varies({ places }: Row, field: FoldingField, alike: readonly number[]): boolean {
  let first: string | undefined;
  for (const position of alike) {
    const draft = places[position]?.draft;
    const at = draft && field.position(draft.requests);
    const text = at === undefined ? undefined : draft?.parts[at];
    if (text !== undefined && first !== undefined && text !== first) return true;
    first ??= text;
  }
  return false;
}

/** Equal for rules that differ in the field at most. Undefined: there is no such field. */
function restOf({ draft }: Place, field: FoldingField): string | undefined {
  const at = draft && field.position(draft.requests);
  return at === undefined ? undefined : draft?.parts.with(at, field.rest(draft.requests)).join('\n');
}

/** True: the two are one now, in the place of the lower one if the upper one may move there. */
function unite(row: Row, field: FoldingField, upper: number, lower: number): boolean {
  const above = row.places[upper];
  const below = row.places[lower];
  if (above?.draft === undefined || below?.draft === undefined) return false;
  const requests = field.unite(above.draft.requests, below.draft.requests);
  const conditions = requests && row.asOneRule(requests);
  if (requests === undefined || conditions === undefined) return false;
  const goesDown = mayPass(row, upper, upper, lower);
  if (!goesDown && !mayPass(row, lower, upper, lower)) return false;
  const united = joined(above.draft, below.draft, { requests, conditions });
  above.draft = goesDown ? undefined : united;
  below.draft = goesDown ? united : undefined;
  row.index.add(requests, goesDown ? lower : upper);
  return true;
}

/** Whether the rule at `mover` may pass all that lie between the two places. */
function mayPass({ places, index, folding }: Row, mover: number, upper: number, lower: number): boolean {
  const moving = places[mover];
  if (moving?.draft === undefined) return false;
  if (lower - upper === 1) return true;
  const { requests } = moving.draft;
  let met = 0;
  for (const position of index.between(requests, upper, lower)) {
    const place = places[position];
    if (place?.draft === undefined || place.outcome === moving.outcome) continue;
    met += 1;
    if (met > longestMove || !folding.areDisjoint(requests, place.draft.requests)) return false;
  }
  return true;
}

function joined(
  above: RuleDraft,
  below: RuleDraft,
  { requests, conditions }: Required<Pick<RuleDraft, 'requests' | 'conditions'>>,
): RuleDraft {
  return {
    ...above,
    requests,
    conditions,
    parts: partsOf(requests),
    serves: [...above.serves, ...below.serves],
    routes: union(above.routes, below.routes),
    groups: union(above.groups, below.groups),
  };
}

/** Mostly the two are of one route. */
function union<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  const more = others.filter((other) => !some.includes(other));
  return more.length === 0 ? some : [...some, ...more];
}

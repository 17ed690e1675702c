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
  return row.drafts.flatMap((draft) => draft ?? []);
}

interface Row {
  /** By position; undefined: moved away. */
  readonly drafts: (RuleDraft | undefined)[];
  /** Equal for rules that answer alike: the position of the first of them. */
  readonly outcomes: readonly number[];
  /** Positions of rules that answer alike, two or more of each kind, from the top. */
  readonly alike: readonly (readonly number[])[];
  readonly index: RuleIndex;
  readonly folding: Folding;
  readonly asOneRule: AsOneRule;
}

function layOut(drafts: readonly RuleDraft[], folding: Folding, asOneRule: AsOneRule): Row {
  const byOutcome = new Map<string, number[]>();
  drafts.forEach(({ outcome }, position) => {
    const alike = byOutcome.get(outcome);
    if (alike === undefined) byOutcome.set(outcome, [position]);
    else alike.push(position);
  });
  return {
    drafts: [...drafts],
    outcomes: drafts.map(({ outcome }) => byOutcome.get(outcome)?.[0] ?? 0),
    alike: [...byOutcome.values()].filter(({ length }) => length > 1),
    index: createRuleIndex(drafts),
    folding,
    asOneRule,
  };
}

/** Unites what differs in the field alone, from the top. */
function foldAlong(row: Row, field: FoldingField, alike: readonly number[]): void {
  if (!varies(row, field, alike)) return;
  const partners = new Map<string, number[]>();
  for (const position of alike) {
    const draft = row.drafts[position];
    const rest = draft && restOf(draft, field);
    if (rest === undefined) continue;
    const earlier = partners.get(rest) ?? [];
    const partner = earlier.slice(-mostPartners).findLast((candidate) => unite(row, field, candidate, position));
    if (partner !== undefined) earlier.splice(earlier.indexOf(partner), 1);
    if (partner === undefined || row.drafts[partner] === undefined) earlier.push(position);
    else earlier.push(partner);
    partners.set(rest, earlier);
  }
}

/** Whether rules differ in the field at all: in most fields most do not. */
function varies({ drafts }: Row, field: FoldingField, alike: readonly number[]): boolean {
  let first: string | undefined;
  for (const position of alike) {
    const draft = drafts[position];
    const at = draft && field.position(draft.requests);
    const text = at === undefined ? undefined : draft?.parts[at];
    if (text !== undefined && first !== undefined && text !== first) return true;
    first ??= text;
  }
  return false;
}

/** Equal for rules that differ in the field at most. Undefined: there is no such field. */
function restOf({ requests, parts }: RuleDraft, field: FoldingField): string | undefined {
  const at = field.position(requests);
  return at === undefined ? undefined : parts.with(at, field.rest(requests)).join('\n');
}

/** True: the two are one now, in the place of the lower one if the upper one may move there. */
function unite(row: Row, field: FoldingField, upper: number, lower: number): boolean {
  const above = row.drafts[upper];
  const below = row.drafts[lower];
  if (above === undefined || below === undefined) return false;
  const united = joined(row, field, above, below);
  if (united === undefined) return false;
  const goesDown = mayPass(row, above, upper, lower);
  if (!goesDown && !mayPass(row, below, upper, lower)) return false;
  row.drafts[upper] = goesDown ? undefined : united;
  row.drafts[lower] = goesDown ? united : undefined;
  row.index.add(united.requests, goesDown ? lower : upper);
  return true;
}

/** Whether a rule from one of the two places may pass all that lie between them. */
function mayPass(row: Row, { requests }: RuleDraft, upper: number, lower: number): boolean {
  if (lower - upper === 1) return true;
  let met = 0;
  for (const position of row.index.between(requests, upper, lower)) {
    const draft = row.drafts[position];
    if (draft === undefined || row.outcomes[position] === row.outcomes[upper]) continue;
    met += 1;
    if (met > longestMove || !row.folding.areDisjoint(requests, draft.requests)) return false;
  }
  return true;
}

/** Undefined: one rule cannot say what both take. */
function joined({ asOneRule }: Row, field: FoldingField, above: RuleDraft, below: RuleDraft): RuleDraft | undefined {
  const requests = field.unite(above.requests, below.requests);
  const conditions = requests && asOneRule(requests);
  if (requests === undefined || conditions === undefined) return undefined;
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

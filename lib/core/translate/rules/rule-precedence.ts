// The one order of everything on a port, first match first. It is total: no two units are equal.
//
//   1  section: the more specific listener first (listener isolation)     6  number of header matches
//   2  a section's guard after its units                                  7  number of query parameter matches
//   3  host: exact before wildcard before every host, longer first        8  older route
//   4  path: rank and lengths of the profile                              9  namespace/name of the route
//   5  with a method before without                                      10  rule, match, kind of route, host
//
// https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule (matches), #grpcrouterule
import { isWildcard } from '../../base/hostname.ts';
import { by, compareNumbers, compareText, inTurn } from '../../base/ordering.ts';
import type { Compare } from '../../base/ordering.ts';
import type { PathPrecedence } from '../../profile/precedence.ts';
import type { Profile } from '../../profile/profile.ts';
import type { HostUnit } from './host-units.ts';
import { pathOf } from './unit-requests.ts';

/** What a unit (or a guard) is ordered by. */
export interface Precedence {
  readonly section: HostOrder;
  readonly isGuard: boolean;
  readonly host: HostOrder;
  readonly path: PathPrecedence;
  readonly hasMethod: boolean;
  readonly headers: number;
  readonly queryParams: number;
  readonly creationTimestamp: string;
  readonly route: string;
  readonly rule: number;
  /** Infinity for the match of a rule without matches. */
  readonly match: number;
  readonly kind: string;
}

/** A hostname with its specificity as one number, because it is compared often. */
export interface HostOrder {
  readonly hostname: string;
  readonly specificity: number;
}

/** Every host last, wildcards before it, exact names first; then more labels, then longer. */
export function hostOrder(hostname: string): HostOrder {
  const kind = hostname === '' ? 0 : isWildcard(hostname) ? 1 : 2;
  return { hostname, specificity: kind * 1_000_000 + hostname.split('.').length * 1000 + hostname.length };
}

/** Place of a unit that is no guard. Paths are ranked as `profile` has it, the rest as the Gateway API. */
export function precedenceOf({ section, hostname, route, rule, match }: HostUnit, profile: Profile): Precedence {
  return {
    section: hostOrder(section),
    isGuard: false,
    host: hostOrder(hostname),
    path: profile.pathPrecedence(pathOf(match)),
    hasMethod: match.kind === 'http' && match.method !== undefined,
    headers: match.headers.length,
    queryParams: match.kind === 'http' ? match.queryParams.length : 0,
    creationTimestamp: route.creationTimestamp,
    route: `${route.key.namespace}/${route.key.name}`,
    rule: rule.index,
    match: match.index < 0 ? Infinity : match.index,
    kind: route.kind,
  };
}

/** The place of what answers for a listener when none of its units does. */
export function guardPrecedence(section: string): Precedence {
  const host = hostOrder(section);
  const nothing = { rank: 0, length: 0, secondLength: 0 };
  return {
    ...{ section: host, isGuard: true, host, path: nothing, hasMethod: false, headers: 0, queryParams: 0 },
    ...{ creationTimestamp: '', route: '', rule: 0, match: 0, kind: '' },
  };
}

const more: Compare<number> = (a, b) => b - a;
const yesFirst: Compare<boolean> = (a, b) => Number(b) - Number(a);
const noFirst: Compare<boolean> = (a, b) => Number(a) - Number(b);

export const comparePrecedence: Compare<Precedence> = inTurn<Precedence>(
  by(({ section }) => section.specificity, more),
  by(({ section }) => section.hostname, compareText),
  by(({ isGuard }) => isGuard, noFirst),
  by(({ host }) => host.specificity, more),
  by(({ path }) => path.rank, more),
  by(({ path }) => path.length, more),
  by(({ path }) => path.secondLength, more),
  by(({ hasMethod }) => hasMethod, yesFirst),
  by(({ headers }) => headers, more),
  by(({ queryParams }) => queryParams, more),
  by(({ creationTimestamp }) => creationTimestamp, compareText),
  by(({ route }) => route, compareText),
  by(({ rule }) => rule, compareNumbers),
  by(({ match }) => match, compareIndexes),
  by(({ kind }) => kind, compareText),
  by(({ host }) => host.hostname, compareText),
);

/** `Infinity - Infinity` is no number. */
function compareIndexes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

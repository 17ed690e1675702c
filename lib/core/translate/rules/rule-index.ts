// Which rules of a port may meet in a request, without comparing each with each: by host, and by the first segment of the
// path.
import { anyHost, isWildcard } from '../../base/hostname.ts';
import { pathSpan } from '../../profile/matching/path-span.ts';
import type { PathMatch, RequestSet } from '../../profile/matching/request-set.ts';

export interface RuleIndex {
  /** The rule at `position` takes these requests too. */
  readonly add: (requests: RequestSet, position: number) => void;
  /** Positions between the two (exclusive) of all rules that may take one of the requests, and of some more, perhaps twice. */
  readonly between: (requests: RequestSet, above: number, below: number) => Iterable<number>;
}

/** First segment of paths that have none for certain. */
const uncertain = '*';

/** Positions of some rules: all of them, and by first segment of their paths. */
interface Positions {
  readonly all: number[];
  readonly bySegment: Map<string, number[]>;
}

/** With `rules` in their order, from 0. */
export function createRuleIndex(rules: readonly { readonly requests: RequestSet }[]): RuleIndex {
  const byHost = new Map<string, Positions>();
  const everywhere = emptyPositions();
  const add = ({ hosts, paths }: RequestSet, position: number): void => {
    const segments = segmentsOf(paths);
    addTo(everywhere, segments, position);
    for (const host of hosts) {
      const ofHost = byHost.get(host) ?? emptyPositions();
      byHost.set(host, ofHost);
      addTo(ofHost, segments, position);
    }
  };
  rules.forEach(({ requests }, position) => add(requests, position));
  return {
    add,
    between: ({ hosts, paths }, above, below) => {
      const segments = segmentsOf(paths);
      const lists: (readonly number[])[] = [];
      if (isAboutManyHosts(hosts)) addLists(lists, everywhere, segments);
      else for (const host of hosts) addListsAround(lists, byHost, host, segments);
      return listed(lists, above, below);
    },
  };
}

/** Those of the host itself, of the wildcards that stand for it, and of every host. */
function addListsAround(
  lists: (readonly number[])[],
  byHost: ReadonlyMap<string, Positions>,
  host: string,
  segments: readonly string[],
): void {
  addLists(lists, byHost.get(host), segments);
  for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1))
    addLists(lists, byHost.get(`*${host.slice(dot)}`), segments);
  addLists(lists, byHost.get(anyHost), segments);
}

function addLists(lists: (readonly number[])[], positions: Positions | undefined, segments: readonly string[]): void {
  if (positions === undefined) return;
  if (segments.includes(uncertain)) lists.push(positions.all);
  else for (const segment of [...segments, uncertain]) lists.push(positions.bySegment.get(segment) ?? []);
}

function emptyPositions(): Positions {
  return { all: [], bySegment: new Map() };
}

function addTo({ all, bySegment }: Positions, segments: readonly string[], position: number): void {
  insert(all, position);
  for (const segment of segments) {
    const list = bySegment.get(segment);
    if (list === undefined) bySegment.set(segment, [position]);
    else insert(list, position);
  }
}

function insert(ascending: number[], position: number): void {
  if (position > (ascending.at(-1) ?? -1)) ascending.push(position);
  else {
    const at = firstAbove(ascending, position - 1);
    if (ascending[at] !== position) ascending.splice(at, 0, position);
  }
}

function* listed(lists: readonly (readonly number[])[], above: number, below: number): Iterable<number> {
  for (const list of lists)
    for (let index = firstAbove(list, above); index < list.length; index += 1) {
      const position = list[index] ?? below;
      if (position >= below) break;
      yield position;
    }
}

/** Wildcards meet hosts that their own text does not lead to: for them all hosts are looked through. */
function isAboutManyHosts(hosts: readonly string[]): boolean {
  return hosts.some((host) => host === anyHost || isWildcard(host));
}

function segmentsOf(paths: readonly PathMatch[]): readonly string[] {
  return paths.length === 0 ? [uncertain] : paths.map(firstSegment);
}

/** `/a` of `/a/b` and below. */
function firstSegment(match: PathMatch): string {
  const span = pathSpan(match);
  if (span.say === 'some') return uncertain;
  const path = span.say === 'one' ? span.path : span.prefix;
  const end = path.indexOf('/', 1);
  return path === '' ? uncertain : end === -1 ? path : path.slice(0, end);
}

/** Index of the first number over `bound`. */
function firstAbove(ascending: readonly number[], bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

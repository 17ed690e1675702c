// Which rules may become one. The text of a rule's parts finds candidates; `unite` says what both take together.
import { anyHost, covers, isWildcard } from '../base/hostname.ts';
import { compareText } from '../base/ordering.ts';
import { conditionValuesPerRule } from '../stack/limits.ts';
import { areDisjoint } from './matching/disjoint.ts';
import { isEveryPath, pathSpan, spanCovers, trimPrefix } from './matching/path-span.ts';
import type { HeaderSet, NamedValue, PathMatch, RequestSet } from './matching/request-set.ts';

export interface Folding {
  /** True: no request is in both; a rule may then move past the other. */
  readonly areDisjoint: (a: RequestSet, b: RequestSet) => boolean;
  /** In the order in which rules are folded along them. None: rules stay as they are. */
  readonly fields: readonly FoldingField[];
}

/** A part of what rules ask for in which they may differ and still become one. */
export interface FoldingField {
  /** Position of the part in `partsOf`; undefined: the rule asks for no such thing. */
  readonly position: (set: RequestSet) => number | undefined;
  /** What remains of the part in which rules differ: they must agree in this. */
  readonly rest: (set: RequestSet) => string;
  /** What is in one of two sets that differ in this part alone. Undefined: one rule cannot say it. */
  readonly unite: (a: RequestSet, b: RequestSet) => RequestSet | undefined;
}

/** What a rule asks for as text: hosts, paths, methods, sources, then each header and each query parameter. */
export function partsOf(set: RequestSet): readonly string[] {
  const parts = [set.hosts.join(), set.paths.map(pathText).join(), set.methods.join(), sourcesText(set)];
  for (const header of set.headers) parts.push(`${headerName(header)} ${JSON.stringify(header.values)}`);
  for (const pairs of set.queryParams) parts.push(`query ${JSON.stringify(pairs)}`);
  return parts;
}
const headersStart = 4;

function sourcesText({ sources }: RequestSet): string {
  return sources.length === 0 ? '' : JSON.stringify(sources);
}

function pathText(path: PathMatch): string {
  if (path.kind === 'grpc') return JSON.stringify([path.type, path.service, path.method]);
  return path.type === 'PathPrefix' ? `PathPrefix ${trimPrefix(path.value)}` : `${path.type} ${path.value}`;
}

function headerName({ kind, type, name, isLiteral }: HeaderSet): string {
  return `${kind} ${type} ${isLiteral} ${name.toLowerCase()}`;
}

/** Rules stay as they are (LIM-13). */
export const neverFolded: Folding = { areDisjoint, fields: [] };

const hosts: FoldingField = {
  position: () => 0,
  rest: () => '',
  unite: (a, b) => ({ ...a, hosts: widestHosts([...a.hosts, ...b.hosts]) }),
};

/**
 * An expression that a user wrote shares a condition with nobody: if AWS refuses it, or reads it differently, that costs its
 * own match only.
 */
const paths: FoldingField = {
  position: () => 1,
  rest: () => '',
  unite: (a, b) => {
    const united = a.paths.length === 0 || b.paths.length === 0 ? [] : widestPaths([...a.paths, ...b.paths]);
    return united.some(({ type }) => type === 'RegularExpression') ? undefined : { ...a, paths: united };
  },
};

const methods: FoldingField = {
  position: () => 2,
  rest: () => '',
  unite: (a, b) => ({
    ...a,
    methods: a.methods.length === 0 || b.methods.length === 0 ? [] : unique([...a.methods, ...b.methods]),
  }),
};

function header(index: number): FoldingField {
  return {
    position: (set) => (index < set.headers.length ? headersStart + index : undefined),
    rest: ({ headers }) => (headers[index] === undefined ? '' : headerName(headers[index])),
    unite: (a, b) => {
      const one = a.headers[index];
      const other = b.headers[index];
      if (one === undefined || other === undefined || one.type === 'RegularExpression') return undefined;
      return { ...a, headers: a.headers.with(index, { ...one, values: unique([...one.values, ...other.values]) }) };
    },
  };
}

function queryParam(index: number): FoldingField {
  return {
    position: (set) => (index < set.queryParams.length ? headersStart + set.headers.length + index : undefined),
    rest: () => 'query',
    unite: (a, b) => {
      const pairs = [...(a.queryParams[index] ?? []), ...(b.queryParams[index] ?? [])];
      return { ...a, queryParams: a.queryParams.with(index, sortedPairs(pairs)) };
    },
  };
}

const perRule = Array.from({ length: conditionValuesPerRule }, (_, index) => index);

/** Rules that differ in one part become one; what costs least room goes first. */
export const foldedWherePossible: Folding = {
  areDisjoint,
  fields: [methods, ...perRule.map(queryParam), ...perRule.map(header), paths, hosts],
};

/** Without hosts that others of them stand for already. */
function widestHosts(hostnames: readonly string[]): readonly string[] {
  if (hostnames.includes(anyHost)) return [anyHost];
  const each = unique(hostnames);
  if (!each.some(isWildcard)) return each;
  return each.filter((host) => !each.some((other) => other !== host && covers(other, host)));
}

/** Without paths that others of them stand for already; empty if one stands for all. */
function widestPaths(all: readonly PathMatch[]): readonly PathMatch[] {
  if (all.some(isEveryPath)) return [];
  const each = all.map((path) => ({ path, text: pathText(path), span: pathSpan(path) }));
  return each
    .filter(
      ({ span }, index) =>
        !each.some(
          (other, position) =>
            position !== index && spanCovers(other.span, span) && !(index < position && spanCovers(span, other.span)),
        ),
    )
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ path }) => path);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}

function sortedPairs(pairs: readonly NamedValue[]): readonly NamedValue[] {
  const byText = new Map(pairs.map((pair) => [`${pair.name}=${pair.value}`, pair]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, pair]) => pair);
}

// Filters of route rules in one vocabulary; what no load balancer of ours can do is refused by name.
import type { Finding } from '../base/finding.ts';
import type { ObjectKey } from '../base/ids.ts';
import type { PathModifierSpec, RouteFilter } from '../snapshot/objects.ts';
import { incompatibleFilters, type Judged, problem, unsupportedValue } from './judged.ts';
import type { Filter, PathModifier } from './route-rule.ts';

const impossible = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'CORS',
  'ExternalAuth',
] as const;

/** Where a list of filters stands. */
export interface FilterPlace {
  readonly route: ObjectKey;
  /** Field path of the list. */
  readonly path: string;
}

/** Errors among the findings: the rule must not be served as if the filter were not there. */
export function readFilters(place: FilterPlace, filters: readonly RouteFilter[]): Judged<readonly Filter[]> {
  const judged = filters.map((filter, index) => readFilter(place, filter, index));
  return {
    value: judged.flatMap((each) => ('filter' in each ? [each.filter] : [])),
    findings: [...judged.flatMap((each) => each.findings), ...combinationFindings(place, filters)],
  };
}

type Read =
  { readonly filter: Filter; readonly findings: readonly Finding[] } | { readonly findings: readonly Finding[] };

function readFilter(place: FilterPlace, filter: RouteFilter, index: number): Read {
  const path = `${place.path}[${index}]`;
  const refuse = (message: string): readonly Finding[] => [problem(place.route, path, unsupportedValue, message)];
  const unable = impossible.find((type) => type === filter.type);
  if (unable !== undefined) {
    return {
      filter: { type: unable },
      findings: refuse(`an Application Load Balancer cannot do filter ${unable}. Remove the filter.`),
    };
  }
  const { requestRedirect, urlRewrite, extensionRef } = filter;
  if (filter.type === 'RequestRedirect' && requestRedirect) return withPath(requestRedirect, 'RequestRedirect', refuse);
  if (filter.type === 'URLRewrite' && urlRewrite) return withPath(urlRewrite, 'URLRewrite', refuse);
  if (filter.type === 'ExtensionRef' && extensionRef)
    return { filter: { type: 'ExtensionRef', ...extensionRef }, findings: [] };
  return { findings: refuse(`filter "${filter.type}" is not known, or has no settings. Remove the filter.`) };
}

function withPath<Settings extends { readonly path?: PathModifierSpec }>(
  { path: written, ...settings }: Settings,
  type: 'RequestRedirect' | 'URLRewrite',
  refuse: (message: string) => readonly Finding[],
): Read {
  const path = written && readModifier(written);
  if (written !== undefined && path === undefined)
    return { findings: refuse(`path type "${written.type}" is not known, or its value is missing. Correct it.`) };
  return { filter: { type, ...settings, ...(path && { path }) } as unknown as Filter, findings: [] };
}

function readModifier({ type, replaceFullPath, replacePrefixMatch }: PathModifierSpec): PathModifier | undefined {
  if (type === 'ReplaceFullPath' && replaceFullPath !== undefined) return { type, value: replaceFullPath };
  return type === 'ReplacePrefixMatch' && replacePrefixMatch !== undefined
    ? { type, value: replacePrefixMatch }
    : undefined;
}

/** The Gateway API allows one of each type in a rule (ExtensionRef excepted), and no rewrite beside a redirect. */
function combinationFindings({ route, path }: FilterPlace, filters: readonly RouteFilter[]): readonly Finding[] {
  const types = filters.map(({ type }) => type);
  const twice = types.find((type, index) => type !== 'ExtensionRef' && types.indexOf(type) !== index);
  const refuse = (message: string): readonly Finding[] => [problem(route, path, incompatibleFilters, message)];
  if (twice !== undefined) return refuse(`filter ${twice} is there more than once. Keep one.`);
  if (types.includes('RequestRedirect') && types.includes('URLRewrite'))
    return refuse('a rule can redirect or rewrite, not both. Remove one of the filters.');
  return [];
}

// Requests in ALB's words: host, path, headers, query parameters, method, source addresses, in LBC's order.
import type { ConditionText, Room } from '../../profile/matching/condition-text.ts';
import type { NamedValue, RequestSet } from '../../profile/matching/request-set.ts';
import type { Profile } from '../../profile/profile.ts';
import { isRefusal, refuse } from '../../profile/refusal.ts';
import type { Refusal } from '../../profile/refusal.ts';
import type { Condition, QueryPair } from '../../stack/listener-rule.ts';
import { methodLength } from '../../stack/limits.ts';

/** One thing that is asked for, and what it becomes. */
export interface Said {
  readonly part: 'hosts' | 'paths' | 'headers' | 'queryParams' | 'methods' | 'sources';
  /** Of several headers or parameters. */
  readonly index: number;
  readonly conditions: readonly Condition[] | Refusal;
}

/** At their most legible. */
export function sayRequests(profile: Profile, requests: RequestSet): readonly Said[] {
  return [sayHosts(profile, requests, 'ample'), sayPaths(profile, requests, 'ample'), ...sayOthers(profile, requests)];
}

/** The host condition of a rule for these requests, in the room that is left. */
export function sayHosts({ matching }: Profile, { hosts }: RequestSet, room: Room): Said {
  return said('hosts', textCondition(matching.hosts(hosts, room), hostHeader));
}

/** The path condition, likewise. */
export function sayPaths({ matching }: Profile, { paths }: RequestSet, room: Room): Said {
  return said('paths', textCondition(matching.paths(paths, room), pathPattern));
}

/** What cannot be said in fewer values. */
export function sayOthers({ matching }: Profile, requests: RequestSet): readonly Said[] {
  const parts: Said[] = [];
  requests.headers.forEach((header, index) => {
    const { name } = header;
    const text = textCondition(matching.header(header), (texts) => ({ field: 'http-header', name, ...texts }));
    parts.push(said('headers', text, index));
  });
  requests.queryParams.forEach((pairs, index) => parts.push(said('queryParams', queryString(matching, pairs), index)));
  if (requests.methods.length > 0) parts.push(said('methods', requestMethod(requests.methods)));
  if (requests.sources.length > 0) parts.push(said('sources', sourceIp(matching, requests.sources)));
  return parts;
}

/** Undefined if a part cannot be said. A rule needs a condition: without any, every path is one. */
export function conditionsIn(parts: readonly Said[]): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const part of parts) {
    if (isRefusal(part.conditions)) return undefined;
    conditions.push(...part.conditions);
  }
  return conditions.length > 0 ? conditions : [{ field: 'path-pattern', values: ['/*'] }];
}

function said(part: Said['part'], conditions: Said['conditions'], index = 0): Said {
  return { part, index, conditions };
}

type Texts = { readonly values: readonly string[] } | { readonly regexValues: readonly string[] };

const hostHeader = (texts: Texts): Condition => ({ field: 'host-header', ...texts });
const pathPattern = (texts: Texts): Condition => ({ field: 'path-pattern', ...texts });

function textCondition(text: ConditionText, condition: (texts: Texts) => Condition): readonly Condition[] | Refusal {
  switch (text.say) {
    case 'values':
      return [condition({ values: text.values })];
    case 'regex':
      return [condition({ regexValues: text.regexValues })];
    case 'nothing':
      return [];
    case 'refused':
      return text;
  }
}

function queryString(matching: Profile['matching'], pairs: readonly NamedValue[]): readonly Condition[] | Refusal {
  const values: QueryPair[] = [];
  for (const pair of pairs) {
    const text = matching.queryParam(pair);
    if (isRefusal(text)) return text;
    values.push({ key: text.key, value: text.value });
  }
  return [{ field: 'query-string', values }];
}

function requestMethod(methods: readonly string[]): readonly Condition[] | Refusal {
  const wrong = methods.find((method) => method.length > methodLength || !/^[A-Z_-]+$/.test(method));
  return wrong === undefined
    ? [{ field: 'http-request-method', values: methods }]
    : refuse(`ALB cannot match the method "${wrong}". Use upper-case letters, - and _`);
}

function sourceIp(
  matching: Profile['matching'],
  sources: readonly (readonly string[])[],
): readonly Condition[] | Refusal {
  const answer = matching.sourceAddresses(sources);
  return isRefusal(answer) ? answer : answer.lists.map((values) => ({ field: 'source-ip', values }));
}

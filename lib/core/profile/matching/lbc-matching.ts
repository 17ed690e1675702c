// Matches as the AWS Load Balancer Controller writes them, its mistakes included: a take-over must find equal rules. Each
// rule is one match on one host.
import type { ConditionText, Matching } from './condition-text.ts';
import { splitHeaderValues } from './header-values.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { GrpcPath, HeaderSet, HttpPath, NamedValue, PathMatch } from './request-set.ts';

export const lbcMatching: Matching = {
  hosts: hostsWithoutPort,
  paths,
  header: (header) => (header.kind === 'http' ? httpHeader(header) : grpcHeaderAsList(header)),
  queryParam: queryParamAsPattern,
  sourceAddresses: sourceConditionEach,
};

/** LIM-14: a Host header with a port does not match. */
function hostsWithoutPort(hosts: readonly string[]): ConditionText {
  return hosts.includes('') ? { say: 'nothing' } : { say: 'values', values: hosts };
}

function paths([path]: readonly PathMatch[]): ConditionText {
  if (path === undefined) return { say: 'nothing' };
  return path.kind === 'http' ? httpPath(path) : grpcMethodAsPattern(path);
}

function httpPath({ type, value }: HttpPath): ConditionText {
  if (type === 'RegularExpression') return { say: 'regex', regexValues: [value] };
  return type === 'Exact' ? exactPathAsPattern(value) : prefixWithoutWildcards(value);
}

/** LIM-10: `*` and `?` of an exact path act as wildcards. */
function exactPathAsPattern(value: string): ConditionText {
  return { say: 'values', values: [value] };
}

/** LIM-10: `*` and `?` in a prefix stop the whole Gateway. */
function prefixWithoutWildcards(value: string): ConditionText {
  if (/[*?]/.test(value)) return refuse(`prefix path "${value}" must not contain wildcards`, 'path-wildcard');
  if (value === '/') return { say: 'values', values: ['/*'] };
  const prefix = value.replace(/\/$/, '');
  return { say: 'values', values: [prefix, `${prefix}/*`] };
}

/** LIM-08: an expression is used as a pattern. */
function grpcMethodAsPattern({ service, method }: GrpcPath): ConditionText {
  return {
    say: 'values',
    values: [service === undefined && method === undefined ? '/*' : `/${service ?? '*'}/${method ?? '*'}`],
  };
}

/** LIM-09: wildcards in exact values act, and a backslash makes any character literal. */
function httpHeader({ type, values }: HeaderSet): ConditionText {
  return type === 'RegularExpression'
    ? { say: 'regex', regexValues: values }
    : { say: 'values', values: values.flatMap(splitHeaderValues) };
}

/** LIM-08: an expression is read as a list of values. */
function grpcHeaderAsList({ values }: HeaderSet): ConditionText {
  return { say: 'values', values: values.flatMap(splitHeaderValues) };
}

/** LIM-07: the type is ignored, nothing is escaped. */
function queryParamAsPattern({ name, value }: NamedValue): { say: 'pair'; key: string; value: string } | Refusal {
  return { say: 'pair', key: name, value };
}

/** LIM-12: one condition for each, which AWS refuses when they are several. */
function sourceConditionEach(lists: readonly (readonly string[])[]): {
  say: 'lists';
  lists: readonly (readonly string[])[];
} {
  return { say: 'lists', lists };
}

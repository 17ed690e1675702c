// A request as the conditions of rules see it, worked out once for all rules and only as far as some rule asks.
import type { RequestFacts } from './request-facts.ts';
import { normalisePath } from './normalise-path.ts';
import type { Readings } from './readings.ts';

export interface MatchSubject {
  /** In lower case. */
  readonly host: string;
  /** In the letter case it came in. */
  readonly spelledHost: string;
  readonly path: string;
  readonly method: string;
  readonly sourceIp: string;
  /** The lines of a header, by lower-case name, in the letter case they came in. */
  header(name: string): readonly string[];
  /** The parameters of the query, in lower case. */
  parameters(): readonly QueryParameter[];
}

export interface QueryParameter {
  readonly key: string;
  readonly value: string;
  /** Whether it is a word without `=`. */
  readonly bare: boolean;
}

/** Prepares a request for the conditions. */
export function createMatchSubject(facts: RequestFacts, readings: Readings): MatchSubject {
  const spelledHost = visible(readings.hostPort === 'kept' ? facts.host : facts.host.replace(/:\d+$/, ''));
  let parameters: readonly QueryParameter[] | undefined;
  let headers: Map<string, string[]> | undefined;
  return {
    host: spelledHost.toLowerCase(),
    spelledHost,
    path: visible(readings.pathForm === 'raw' ? facts.path : normalisePath(facts.path)),
    method: facts.method,
    sourceIp: facts.sourceIp,
    header: (name) => (headers ??= headerLines(facts)).get(name) ?? [],
    parameters: () => (parameters ??= readParameters(facts.query, readings)),
  };
}

/** Only visible ASCII of a request takes part in the comparison. */
const visible = (text: string) => (/[^\x20-\x7e]/.test(text) ? text.replace(/[^\x20-\x7e]/g, '') : text);

function headerLines({ headers }: RequestFacts): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const held = lines.get(key);
    if (held) held.push(visible(value));
    else lines.set(key, [visible(value)]);
  }
  return lines;
}

function readParameters(query: string, readings: Readings): readonly QueryParameter[] {
  const read = (text: string) => visible(readings.queryEncoding === 'raw' ? text : decode(text)).toLowerCase();
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals < 0) return { key: read(part), value: '', bare: true };
      return { key: read(part.slice(0, equals)), value: read(part.slice(equals + 1)), bare: false };
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

// A request as the rules of a listener judge it.

/** What rule evaluation reads of a request. */
export interface RequestFacts {
  /** The Host header (or `:authority`) as sent, with its port if it has one. */
  readonly host: string;
  /** The path as sent, without the query. */
  readonly path: string;
  /** What follows the first `?`, without it; empty when there is none. */
  readonly query: string;
  readonly method: string;
  /** Header lines in order of arrival; names in any letter case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Address of the TCP peer, never of X-Forwarded-For. */
  readonly sourceIp: string;
}

// The requests that a listener rule takes, in Gateway API words: those that are in every one of the sets below.
// https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch, #grpcroutematch

export interface RequestSet {
  /** OR-ed, lower case; `anyHost` alone stands for every host. */
  readonly hosts: readonly string[];
  /** OR-ed; empty: every path. */
  readonly paths: readonly PathMatch[];
  /** AND-ed. */
  readonly headers: readonly HeaderSet[];
  /** AND-ed; the parameters of one member are OR-ed. */
  readonly queryParams: readonly (readonly NamedValue[])[];
  /** OR-ed; empty: every method. */
  readonly methods: readonly string[];
  /** AND-ed; the CIDR blocks of one member are OR-ed. */
  readonly sources: readonly (readonly string[])[];
}

/** `BelowPrefix` is what lies below a prefix, the prefix itself not included. */
export interface HttpPath {
  readonly kind: 'http';
  readonly type: 'Exact' | 'PathPrefix' | 'BelowPrefix' | 'RegularExpression';
  readonly value: string;
}

/** The path `/<service>/<method>` of a gRPC request. */
export interface GrpcPath {
  readonly kind: 'grpc';
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
}

export type PathMatch = HttpPath | GrpcPath;

export interface NamedValue {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

/** Values of one header, OR-ed. */
export interface HeaderSet {
  /** Kind of the route that asks. */
  readonly kind: 'http' | 'grpc';
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly values: readonly string[];
  /** The route switched the list syntax of header values off. */
  readonly isLiteral: boolean;
}

/** Every request to some hosts. */
export function allRequestsTo(hosts: readonly string[]): RequestSet {
  return { hosts, paths: [], headers: [], queryParams: [], methods: [], sources: [] };
}

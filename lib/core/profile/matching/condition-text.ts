// One dimension of a Gateway API match, said in ALB's words, or the reason why it cannot be said.
import type { Refusal } from '../refusal.ts';

export type ConditionText =
  /** ALB wildcard patterns, OR-ed. */
  | { readonly say: 'values'; readonly values: readonly string[] }
  /** Regular expressions, OR-ed. */
  | { readonly say: 'regex'; readonly regexValues: readonly string[] }
  /** No condition is needed. */
  | { readonly say: 'nothing' }
  | Refusal;

/** How a dialect writes each dimension of a match. Inputs are Gateway API values, already defaulted. */
export interface Matching {
  /** `hostname` is lower case, may start with `*.`, and is empty for every host. */
  readonly hostname: (hostname: string) => ConditionText;
  readonly path: (type: PathType, value: string) => ConditionText;
  readonly grpcMethod: (method: GrpcMethod) => ConditionText;
  /** `isLiteral`: the route switched the list syntax of header values off. */
  readonly header: (header: NamedValue, isLiteral: boolean) => ConditionText;
  /** A header match of a GRPCRoute. */
  readonly grpcHeader: (header: NamedValue, isLiteral: boolean) => ConditionText;
  /** The value to compare the parameter with, or a Refusal. */
  readonly queryParam: (
    parameter: NamedValue,
  ) => { readonly say: 'pair'; readonly key: string; readonly value: string } | Refusal;
  /** Each list is one source condition that must hold; the answer is what to send: lists of CIDRs, AND-ed. */
  readonly sourceAddresses: (
    lists: readonly (readonly string[])[],
  ) => { readonly say: 'lists'; readonly lists: readonly (readonly string[])[] } | Refusal;
}

export type PathType = 'Exact' | 'PathPrefix' | 'RegularExpression';

export interface NamedValue {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

export interface GrpcMethod {
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
}

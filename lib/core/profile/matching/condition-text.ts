// One dimension of what a rule asks for, said in ALB's words, or the reason why it cannot be said.
import type { Refusal } from '../refusal.ts';
import type { HeaderSet, NamedValue, PathMatch } from './request-set.ts';

export type ConditionText =
  /** ALB wildcard patterns, OR-ed. */
  | { readonly say: 'values'; readonly values: readonly string[] }
  /** Regular expressions, OR-ed. */
  | { readonly say: 'regex'; readonly regexValues: readonly string[] }
  /** No condition is needed. */
  | { readonly say: 'nothing' }
  | Refusal;

/** `tight`: in as few of the five values of a rule as possible, at the cost of being harder to read. */
export type Room = 'ample' | 'tight';

/** How a dialect writes each dimension. Inputs are Gateway API values, already defaulted. */
export interface Matching {
  readonly hosts: (hosts: readonly string[], room: Room) => ConditionText;
  readonly paths: (paths: readonly PathMatch[], room: Room) => ConditionText;
  readonly header: (header: HeaderSet) => ConditionText;
  /** The value to compare the parameter with, or a Refusal. */
  readonly queryParam: (
    parameter: NamedValue,
  ) => { readonly say: 'pair'; readonly key: string; readonly value: string } | Refusal;
  /** Each list is one source condition that must hold; the answer is what to send: lists of CIDRs, AND-ed. */
  readonly sourceAddresses: (
    lists: readonly (readonly string[])[],
  ) => { readonly say: 'lists'; readonly lists: readonly (readonly string[])[] } | Refusal;
}

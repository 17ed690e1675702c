// Redirects and URL rewrites of a route rule, as a dialect says them to ALB.
import type { Action, Transform } from '../../stack/listener-rule.ts';
import type { Refusal } from '../refusal.ts';
import type { HttpPath } from './request-set.ts';

export interface Redirection {
  /** One or several rules that together redirect as asked. */
  readonly redirect: (request: RedirectRequest) => readonly RedirectVariant[] | Refusal;
  readonly rewrite: (request: RewriteRequest) => readonly Transform[] | Refusal;
}

export interface RedirectRequest {
  readonly scheme?: string;
  readonly hostname?: string;
  readonly path?: PathReplacement;
  readonly port?: number;
  readonly statusCode: number;
  /** Replacement of the query, from a ListenerRuleConfiguration. */
  readonly query?: string;
  readonly listener: { readonly protocol: string; readonly port: number };
  /** The path match of the unit. */
  readonly matched: PathMatched;
}

export interface RewriteRequest {
  readonly hostname?: string;
  readonly path?: PathReplacement;
  readonly matched: PathMatched;
}

export interface PathReplacement {
  readonly type: 'ReplaceFullPath' | 'ReplacePrefixMatch';
  readonly value: string;
}

export interface PathMatched {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

export interface RedirectVariant {
  /** The part of the paths that the unit matches; absent: all of them. */
  readonly path?: HttpPath;
  readonly action: Action;
  readonly transforms: readonly Transform[];
}

// Matches and filters of HTTPRoute and GRPCRoute rules, one vocabulary for both, still with Gateway API meaning.

export type Match = HttpMatch | GrpcMatch;

export interface HttpMatch {
  readonly kind: 'http';
  /** Index in `matches`; a rule without matches has one implicit match with index -1. */
  readonly index: number;
  readonly path?: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string };
  readonly headers: readonly NamedMatch[];
  readonly queryParams: readonly NamedMatch[];
  readonly method?: string;
}

export interface GrpcMatch {
  readonly kind: 'grpc';
  readonly index: number;
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
  readonly headers: readonly NamedMatch[];
}

export interface NamedMatch {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

export type PathModifier =
  | { readonly type: 'ReplaceFullPath'; readonly value: string }
  | { readonly type: 'ReplacePrefixMatch'; readonly value: string };

export type Filter =
  | {
      readonly type: 'RequestRedirect';
      readonly scheme?: string;
      readonly hostname?: string;
      readonly path?: PathModifier;
      readonly port?: number;
      readonly statusCode: number;
    }
  | { readonly type: 'URLRewrite'; readonly hostname?: string; readonly path?: PathModifier }
  | { readonly type: 'ExtensionRef'; readonly group: string; readonly kind: string; readonly name: string }
  /** ALB cannot do these; a Finding says so and the rule answers 500. */
  | {
      readonly type: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'CORS' | 'ExternalAuth';
    };

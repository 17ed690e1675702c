// Conditions, actions and transforms of an ALB rule, canonical: no empty fields, no legacy `Values` mirror, no `Order`
// (position is order). https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
import type { Value } from '../base/ref.ts';

/** `values` are ALB wildcard patterns, `regexValues` regular expressions; AWS accepts one of the two per condition. */
export type Condition =
  | { readonly field: 'host-header'; readonly values?: readonly string[]; readonly regexValues?: readonly string[] }
  | { readonly field: 'path-pattern'; readonly values?: readonly string[]; readonly regexValues?: readonly string[] }
  | {
      readonly field: 'http-header';
      readonly name: string;
      readonly values?: readonly string[];
      readonly regexValues?: readonly string[];
    }
  | { readonly field: 'query-string'; readonly values: readonly QueryPair[] }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | { readonly field: 'source-ip'; readonly values: readonly string[] };

export interface QueryPair {
  readonly key?: string;
  readonly value: string;
}

export type Action =
  | ForwardAction
  | {
      readonly type: 'redirect';
      readonly protocol?: string;
      readonly port?: string;
      readonly host?: string;
      readonly path?: string;
      readonly query?: string;
      readonly statusCode: 'HTTP_301' | 'HTTP_302';
    }
  | {
      readonly type: 'fixed-response';
      readonly statusCode: string;
      readonly contentType?: string;
      readonly messageBody?: string;
    }
  | {
      readonly type: 'authenticate-oidc';
      readonly issuer: string;
      readonly authorizationEndpoint: string;
      readonly tokenEndpoint: string;
      readonly userInfoEndpoint: string;
      /** Where the client id and secret are; the shell resolves it just before the call, nothing prints it. */
      readonly secret: { readonly namespace: string; readonly name: string };
      readonly settings: AuthenticationSettings;
    }
  | {
      readonly type: 'authenticate-cognito';
      readonly userPoolArn: string;
      readonly userPoolClientId: string;
      readonly userPoolDomain: string;
      readonly settings: AuthenticationSettings;
    }
  | {
      readonly type: 'jwt-validation';
      readonly issuer: string;
      readonly jwksEndpoint: string;
      readonly additionalClaims: readonly {
        readonly name: string;
        readonly format: string;
        readonly values: readonly string[];
      }[];
    };

export interface ForwardAction {
  readonly type: 'forward';
  readonly targetGroups: readonly { readonly arn: Value; readonly weight: number }[];
  /** Absent: not said. */
  readonly stickiness?: { readonly enabled: boolean; readonly durationSeconds?: number };
}

export interface AuthenticationSettings {
  readonly scope?: string;
  readonly sessionCookieName?: string;
  readonly sessionTimeoutSeconds?: number;
  readonly onUnauthenticatedRequest?: string;
  readonly authenticationRequestExtraParams?: Readonly<Record<string, string>>;
}

export type Transform =
  | { readonly type: 'host-header-rewrite'; readonly rewrites: readonly Rewrite[] }
  | { readonly type: 'url-rewrite'; readonly rewrites: readonly Rewrite[] };

export interface Rewrite {
  readonly regex: string;
  readonly replace: string;
}

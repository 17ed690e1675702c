// Rule shapes of the ELBv2 API (2015-12-01) as they travel on the wire and rest in the store: PascalCase members,
// nothing renamed, so that read-back is what was written.

export interface RuleConditionShape {
  readonly Field: string;
  /** Read-back mirrors the config's lists here for host-header and path-pattern. */
  readonly Values?: readonly string[];
  readonly RegexValues?: readonly string[];
  readonly HostHeaderConfig?: { readonly Values?: readonly string[]; readonly RegexValues?: readonly string[] };
  readonly PathPatternConfig?: { readonly Values?: readonly string[]; readonly RegexValues?: readonly string[] };
  readonly HttpHeaderConfig?: {
    readonly HttpHeaderName?: string;
    readonly Values?: readonly string[];
    readonly RegexValues?: readonly string[];
  };
  readonly QueryStringConfig?: { readonly Values?: readonly { readonly Key?: string; readonly Value?: string }[] };
  readonly HttpRequestMethodConfig?: { readonly Values?: readonly string[] };
  readonly SourceIpConfig?: { readonly Values?: readonly string[] };
}

export interface ActionShape {
  readonly Type: string;
  readonly Order?: number;
  readonly TargetGroupArn?: string;
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly { readonly TargetGroupArn?: string; readonly Weight?: number }[];
    readonly TargetGroupStickinessConfig?: { readonly Enabled?: boolean; readonly DurationSeconds?: number };
  };
  readonly RedirectConfig?: {
    readonly Protocol?: string;
    readonly Port?: string;
    readonly Host?: string;
    readonly Path?: string;
    readonly Query?: string;
    readonly StatusCode: string;
  };
  readonly FixedResponseConfig?: {
    readonly StatusCode: string;
    readonly ContentType?: string;
    readonly MessageBody?: string;
  };
  readonly AuthenticateOidcConfig?: Readonly<Record<string, unknown>>;
  /** The secret of an OIDC client: at rest and for the data plane only, for no member of the API shows it. */
  readonly clientSecret?: string;
  readonly AuthenticateCognitoConfig?: Readonly<Record<string, unknown>>;
  readonly JwtValidationConfig?: Readonly<Record<string, unknown>>;
}

export interface RuleTransformShape {
  readonly Type: string;
  readonly HostHeaderRewriteConfig?: {
    readonly Rewrites?: readonly { readonly Regex: string; readonly Replace: string }[];
  };
  readonly UrlRewriteConfig?: { readonly Rewrites?: readonly { readonly Regex: string; readonly Replace: string }[] };
}

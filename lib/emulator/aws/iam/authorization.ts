// One question to IAM: may the caller do this to that, in this context?

/** Condition keys of a request, e.g. `aws:ResourceTag/team`; multi-valued keys hold lists. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface AuthorizationCheck {
  /** `service:Action`, e.g. `elasticloadbalancing:CreateRule`. */
  readonly action: string;
  /** ARN (a `*` suffix where the id is not known yet), or `*` for actions without resource-level permissions. */
  readonly resource: string;
  readonly context?: RequestContext;
}

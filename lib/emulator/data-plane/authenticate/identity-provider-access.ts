// How the load balancers of the emulator reach identity providers and token issuers. Origins may be served elsewhere than
// their names say, so that a provider on this machine can stand for `https://idp.example.com` or for a Cognito user pool,
// over plain HTTP if it likes; browsers are sent there, too.

export interface IdentityProviderAccess {
  /** Where origins are really served, e.g. `{"https://idp.example.com": "http://127.0.0.1:4000"}`. */
  readonly origins?: Readonly<Record<string, string>>;
  /** Certificate authorities (PEM) to trust for provider endpoints besides the public ones. */
  readonly authoritiesPem?: string;
  /** Client secrets of Cognito user pool clients by client id, which an ALB asks Cognito for. */
  readonly cognitoSecrets?: Readonly<Record<string, string>>;
}

/** Reads `value`; undefined when it has another shape or an origin that is none. */
export function readIdentityProviderAccess(value: unknown): IdentityProviderAccess | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { origins = {}, authoritiesPem = '', cognitoSecrets = {}, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || typeof authoritiesPem !== 'string') return undefined;
  if (!isTextRecord(origins) || !isTextRecord(cognitoSecrets)) return undefined;
  const isKnown = Object.entries(origins).every(([origin, served]) => isOrigin(origin) && URL.canParse(served));
  return isKnown ? { origins, cognitoSecrets, ...(authoritiesPem !== '' && { authoritiesPem }) } : undefined;
}

const isTextRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

const isOrigin = (text: string) => URL.parse(text)?.origin === text;

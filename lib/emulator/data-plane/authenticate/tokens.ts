// From an authorization code or a refresh token to a session: token endpoint, ID token, user info endpoint.
// OpenID Connect Core 1.0 §3.1.3 and §12; Elastic Load Balancing user guide, "Authentication flow".
import { decodeJwt } from 'jose';
import type { FailureReason } from './failure.ts';
import type { IdentityProvider } from './login-settings.ts';
import { jsonObject, type ProviderClient, type ProviderRequest } from './provider-client.ts';
import type { Session } from './session.ts';

export interface TokenContext {
  readonly client: ProviderClient;
  /** How the client secret travels to the token endpoint. */
  readonly clientAuthentication: 'basic' | 'post';
  readonly now: number;
}

/** Claims and access token together may have 11 K bytes. */
const maxUserBytes = 11 * 1024;

export type Tokens = Omit<Session, 'expiresAt'>;

/** Redeems what the login gave; the session without its end, or why there is none. */
export async function redeemCode(
  provider: IdentityProvider,
  grant: { readonly code: string; readonly redirectUri: string },
  context: TokenContext,
): Promise<Tokens | FailureReason> {
  const { code, redirectUri } = grant;
  const tokens = await askForTokens(
    provider,
    { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
    context,
  );
  if (typeof tokens === 'string') return tokens;
  if (typeof tokens['id_token'] !== 'string' || !isIdTokenOf(tokens['id_token'], provider, context.now)) {
    return 'AuthInvalidIdToken';
  }
  return readUser(provider, tokens, context);
}

/** Renews an access token and the claims; the provider may keep the refresh token or replace it. */
export async function refreshTokens(
  provider: IdentityProvider,
  refreshToken: string,
  context: TokenContext,
): Promise<Tokens | FailureReason> {
  const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const tokens = await askForTokens(provider, grant, context);
  return typeof tokens === 'string' ? tokens : readUser(provider, { refresh_token: refreshToken, ...tokens }, context);
}

type TokenResponse = Readonly<Record<string, unknown>> & { readonly access_token: string };

async function askForTokens(
  provider: IdentityProvider,
  grant: Readonly<Record<string, string>>,
  { client, clientAuthentication }: TokenContext,
): Promise<TokenResponse | FailureReason> {
  const response = await client.send(tokenRequest(provider, grant, clientAuthentication));
  if (response === 'unreachable') return 'AuthTokenEpRequestTimeout';
  const answer = jsonObject(response.body);
  if (!isSuccess(response.status)) {
    return answer?.['error'] === 'invalid_grant' ? 'AuthInvalidGrantError' : 'AuthTokenEpRequestFailed';
  }
  return typeof answer?.['access_token'] === 'string' ? (answer as TokenResponse) : 'AuthInvalidTokenResponse';
}

const isSuccess = (status: number) => status >= 200 && status <= 299;

/** A client without a secret only names itself in the form. */
function tokenRequest(
  { tokenEndpoint, clientId, clientSecret }: IdentityProvider,
  grant: Readonly<Record<string, string>>,
  clientAuthentication: TokenContext['clientAuthentication'],
): ProviderRequest {
  const isBasic = clientAuthentication === 'basic' && clientSecret !== undefined;
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`);
  const form = new URLSearchParams({
    ...grant,
    ...(!isBasic && { client_id: clientId }),
    ...(!isBasic && clientSecret !== undefined && { client_secret: clientSecret }),
  });
  return {
    method: 'POST',
    url: tokenEndpoint,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(isBasic && { authorization: `Basic ${credentials.toString('base64')}` }),
    },
    body: form.toString(),
  };
}

/**
 * Issuer, audience and end of an ID token. Its signature is not looked at: it comes straight from the token endpoint
 * (OpenID Connect Core 1.0 §3.1.3.7, 6), and an ALB is not told where the provider's keys are.
 */
function isIdTokenOf(token: string, { issuer, clientId }: IdentityProvider, now: number): boolean {
  try {
    const { iss, aud, exp } = decodeJwt(token);
    const audiences = Array.isArray(aud) ? aud : [aud];
    return iss === issuer && audiences.includes(clientId) && exp !== undefined && exp * 1000 > now;
  } catch {
    return false;
  }
}

async function readUser(
  { issuer, clientId, userInfoEndpoint }: IdentityProvider,
  { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime }: TokenResponse,
  { client, now }: TokenContext,
): Promise<Tokens | FailureReason> {
  const response = await client.send({
    method: 'GET',
    url: userInfoEndpoint,
    headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
  });
  if (response === 'unreachable') return 'AuthUserinfoEpRequestTimeout';
  if (!isSuccess(response.status)) return 'AuthUserinfoEpRequestFailed';
  const claims = jsonObject(response.body);
  if (typeof claims?.['sub'] !== 'string') return 'AuthInvalidUserinfoResponse';
  if (Buffer.byteLength(response.body) + Buffer.byteLength(accessToken) > maxUserBytes) {
    return 'AuthUserinfoResponseSizeExceeded';
  }
  const seconds = Number(lifetime);
  return {
    issuer,
    clientId,
    claims,
    accessToken,
    ...(lifetime !== undefined && Number.isFinite(seconds) && { accessExpiresAt: now + seconds * 1000 }),
    ...(typeof refreshToken === 'string' && { refreshToken }),
  };
}

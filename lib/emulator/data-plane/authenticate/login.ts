// The two ends of a login: the redirect to the identity provider, and the answer to `/oauth2/idpresponse`, where the
// provider sends the browser back. Elastic Load Balancing user guide, "Authentication flow"; AWS re:Post, "How do I
// troubleshoot authentication issues in my Application Load Balancer?" (state and nonce).
import type { Random } from '../../random.ts';
import { redirectAnswer, type Answer } from '../routing/answer.ts';
import { headerValue, type ReceivedRequest } from '../routing/received-request.ts';
import { readCookie } from '../routing/sticky-cookie.ts';
import type { Seal } from '../seal.ts';
import { failurePage, type FailureReason } from './failure.ts';
import type { LoginSettings } from './login-settings.ts';

/** What comes back with the browser: sealed in the `state` parameter. */
export interface LoginState {
  readonly listenerArn: string;
  /** The rule whose action asked for the login. */
  readonly ruleArn: string;
  /** Where the browser wanted to go. */
  readonly url: string;
  readonly redirectUri: string;
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where a provider sends the browser back to; handled by the load balancer whatever the rules say. */
export const loginResponsePath = '/oauth2/idpresponse';

const nonceCookie = 'AWSALBAuthNonce';
const nonceLifetimeMs = 7 * 24 * 60 * 60 * 1000;
/** A login that takes longer than 15 minutes fails with 401. */
const loginTimeoutMs = 15 * 60 * 1000;

export interface LoginRequest {
  readonly request: ReceivedRequest;
  readonly listenerArn: string;
  readonly ruleArn: string;
  readonly now: number;
}

/** Sends the browser to the identity provider; a nonce cookie ties the login to this browser. */
export function beginLogin(
  settings: LoginSettings,
  login: LoginRequest,
  tools: { readonly seal: Seal<LoginState>; readonly random: Random; locate(url: string): string },
): Answer {
  const { request, listenerArn, ruleArn, now } = login;
  const host = request.facts.host.toLowerCase();
  if (host === '') return failurePage('AuthMissingHostHeader');
  const { provider, scope, extraParams } = settings;
  const redirectUri = `https://${host}${loginResponsePath}`;
  const held = readCookie(headerValue(request, 'cookie'), nonceCookie);
  // A browser that logs in from several tabs keeps its nonce, so that each of them can finish.
  const nonce = held !== undefined && /^[0-9a-f]{16}$/.test(held) ? held : tools.random.hex(16);
  const state = tools.seal.seal({
    listenerArn,
    ruleArn,
    url: `https://${host}${request.target}`,
    redirectUri,
    nonce,
    at: now,
  });
  const query = new URLSearchParams({
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
    ...extraParams,
  });
  const endpoint = tools.locate(provider.authorizationEndpoint);
  const answer = redirectAnswer(302, `${endpoint}${endpoint.includes('?') ? '&' : '?'}${query.toString()}`);
  const expires = new Date(now + nonceLifetimeMs).toUTCString();
  const cookie = `${nonceCookie}=${nonce}; Expires=${expires}; Path=/; Secure; HttpOnly`;
  return { ...answer, headers: [...answer.headers, 'Set-Cookie', cookie] };
}

/** A login that came back: its code, and what it was begun with. */
export interface LoginResponse {
  readonly code: string;
  readonly state: LoginState;
}

/** Reads the request that ends a login at `now`; an `Answer` when it does not end one of ours, or the provider refused. */
export function readLoginResponse(
  request: ReceivedRequest,
  seal: Seal<LoginState>,
  place: { readonly listenerArn: string; readonly now: number },
): LoginResponse | Answer {
  const query = new URLSearchParams(request.facts.query);
  const sealed = query.get('state');
  if (sealed === null) return failurePage('AuthMissingStateParam');
  const state = seal.open(sealed);
  const fault = state ? stateFault(state, request, place) : 'AuthInvalidStateParam';
  if (!state || fault) return failurePage(fault ?? 'AuthInvalidStateParam');
  const error = query.get('error');
  // "The IdP denied access" is 401; any other error code of the provider is 561.
  if (error !== null)
    return failurePage(error === 'access_denied' ? 'AuthMissingCodeParam' : 'AuthTokenEpRequestFailed');
  const code = query.get('code');
  return code === null ? failurePage('AuthMissingCodeParam') : { code, state };
}

function stateFault(
  state: LoginState,
  request: ReceivedRequest,
  { listenerArn, now }: { readonly listenerArn: string; readonly now: number },
): FailureReason | undefined {
  if (state.listenerArn !== listenerArn || now - state.at > loginTimeoutMs) return 'AuthInvalidStateParam';
  const nonce = readCookie(headerValue(request, 'cookie'), nonceCookie);
  if (nonce === undefined) return 'AuthMissingAWSALBAuthNonce';
  return nonce === state.nonce ? undefined : 'AuthInvalidAWSALBAuthNonce';
}

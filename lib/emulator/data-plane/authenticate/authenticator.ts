// Runs the actions that come before routing: `authenticate-oidc`, `authenticate-cognito` and `jwt-validation`. Nothing is
// remembered here but keys: sessions and logins under way travel sealed with the client.
// Elastic Load Balancing user guide, "Authenticate users using an Application Load Balancer".
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { ListenerView } from '../load-balancer-source.ts';
import type { Readings } from '../readings.ts';
import { errorPage, redirectAnswer, type Answer } from '../routing/answer.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import { headerValue, type HeaderLines, type ReceivedRequest } from '../routing/received-request.ts';
import { createSeal } from '../seal.ts';
import { createClaimsSigner } from './claims-token.ts';
import { failurePage } from './failure.ts';
import type { IdentityProviderAccess } from './identity-provider-access.ts';
import { createKeySets } from './key-sets.ts';
import { beginLogin, readLoginResponse, type LoginState } from './login.ts';
import { loginSettings, type LoginSettings } from './login-settings.ts';
import { createProviderClient } from './provider-client.ts';
import { readSession, sessionCookies, type Session } from './session.ts';
import { redeemCode, refreshTokens, type TokenContext } from './tokens.ts';
import { validateToken } from './validate-token.ts';

export interface AuthenticatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly readings: Readings;
  /** Where identity providers are, read anew at every use. */
  access(): IdentityProviderAccess;
}

/** The place in a listener where an action runs. */
export interface ActionPlace {
  readonly compiled: CompiledListener;
  readonly request: ReceivedRequest;
  readonly ruleArn: string;
}

/** What came of an action: the load balancer answers, or the request goes on with more headers both ways. */
export type Verdict =
  | { readonly answer: Answer }
  | { readonly answer?: undefined; readonly userHeaders: HeaderLines; readonly responseHeaders: HeaderLines };

export interface Authenticator {
  /** Runs one action. */
  run(action: ActionShape, place: ActionPlace): Promise<Verdict>;
  /** Answers the request with which an identity provider sends a browser back. */
  finishLogin(place: Omit<ActionPlace, 'ruleArn'>): Promise<Answer>;
  /** The public key (PEM) of the user claims' signatures; undefined for a key id that is not ours. */
  publicKey(keyId: string): string | undefined;
}

const passed: Verdict = { userHeaders: [], responseHeaders: [] };

/** An authenticator whose secrets are drawn from `random`. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { clock, random, readings, access } = options;
  const client = createProviderClient(access, clock);
  const parts = {
    ...options,
    client,
    signer: createClaimsSigner(random),
    sessions: createSeal<Session>(random),
    logins: createSeal<LoginState>(random),
    settings: (action: ActionShape) => loginSettings(action, access().cognitoSecrets ?? {}),
  };
  const keySets = createKeySets(client, clock);
  return {
    publicKey: parts.signer.publicKey,
    finishLogin: (place) => finishLogin(place, parts),
    run: async (action, place) => {
      if (action.Type !== 'jwt-validation') return authenticate(action, place, parts);
      const terms = { keySets, now: clock.now(), claimValues: readings.claimValues };
      const fault = await validateToken(action, place.request, terms);
      return fault ? { answer: failurePage(fault) } : passed;
    },
  };
}

interface Parts extends AuthenticatorOptions {
  readonly client: ReturnType<typeof createProviderClient>;
  readonly signer: ReturnType<typeof createClaimsSigner>;
  readonly sessions: ReturnType<typeof createSeal<Session>>;
  readonly logins: ReturnType<typeof createSeal<LoginState>>;
  readonly settings: (action: ActionShape) => LoginSettings;
}

async function authenticate(action: ActionShape, place: ActionPlace, parts: Parts): Promise<Verdict> {
  const { compiled, request } = place;
  const settings = parts.settings(action);
  const held = readSession(headerValue(request, 'cookie'), settings.cookieName, parts.sessions);
  if (held.session === 'invalid') return { answer: failurePage('AuthInvalidCookie') };
  const now = parts.clock.now();
  if (held.session === 'none' || held.session.expiresAt <= now) return unauthenticated(settings, place, parts);
  const renewed = await renew(held.session, settings, parts);
  if (!renewed) return unauthenticated(settings, place, parts);
  const terms = { name: settings.cookieName, now, isCrossOrigin: isCrossOrigin(request), held: held.shards };
  return {
    userHeaders: parts.signer.headers(renewed, compiled.loadBalancer.arn, now),
    responseHeaders: renewed === held.session ? [] : sessionCookies(renewed, parts.sessions, terms),
  };
}

/** The session itself while its access token lasts or cannot be renewed; undefined when the provider refuses to renew it. */
async function renew(session: Session, settings: LoginSettings, parts: Parts): Promise<Session | undefined> {
  const { accessExpiresAt = Infinity, refreshToken, expiresAt } = session;
  if (accessExpiresAt > parts.clock.now() || refreshToken === undefined) return session;
  const tokens = await refreshTokens(settings.provider, refreshToken, tokenContext(parts));
  return typeof tokens === 'string' ? undefined : { ...tokens, expiresAt };
}

function unauthenticated(settings: LoginSettings, place: ActionPlace, parts: Parts): Verdict {
  if (settings.onUnauthenticated === 'allow') return passed;
  if (settings.onUnauthenticated === 'deny') return { answer: errorPage(401) };
  const { request, ruleArn } = place;
  const login = { request, ruleArn, listenerArn: place.compiled.listener.arn, now: parts.clock.now() };
  const tools = { seal: parts.logins, random: parts.random, locate: parts.client.locate };
  return { answer: beginLogin(settings, login, tools) };
}

async function finishLogin(place: Omit<ActionPlace, 'ruleArn'>, parts: Parts): Promise<Answer> {
  const { compiled, request } = place;
  const { listener } = compiled;
  const response = readLoginResponse(request, parts.logins, { listenerArn: listener.arn, now: parts.clock.now() });
  if ('status' in response) return response;
  const { code, state } = response;
  const action = loginAction(listener, state.ruleArn);
  // The rule, or its action, is gone since the login began.
  if (!action) return failurePage('AuthInvalidStateParam');
  const settings = parts.settings(action);
  const grant = { code, redirectUri: state.redirectUri };
  const tokens = await redeemCode(settings.provider, grant, tokenContext(parts));
  if (typeof tokens === 'string') return failurePage(tokens);
  const now = parts.clock.now();
  const session = { ...tokens, expiresAt: now + settings.sessionTimeoutMs };
  const { shards: held } = readSession(headerValue(request, 'cookie'), settings.cookieName, parts.sessions);
  const terms = { name: settings.cookieName, now, isCrossOrigin: isCrossOrigin(request), held };
  const answer = redirectAnswer(302, state.url);
  return { ...answer, headers: [...answer.headers, ...sessionCookies(session, parts.sessions, terms)] };
}

const loginAction = ({ rules }: ListenerView, ruleArn: string): ActionShape | undefined =>
  rules.find(({ arn }) => arn === ruleArn)?.actions.find(({ Type }) => Type.startsWith('authenticate-'));

const tokenContext = ({ client, readings, clock }: Parts): TokenContext => ({
  client,
  clientAuthentication: readings.clientAuthentication,
  now: clock.now(),
});

/** Whether a script of another origin made the request (Fetch standard, "Origin header"). */
function isCrossOrigin(request: ReceivedRequest): boolean {
  const origin = headerValue(request, 'origin');
  return origin !== undefined && origin !== `https://${request.facts.host}`;
}

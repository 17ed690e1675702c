// The session of a user who is logged in. It lives in the cookies of the client alone, sealed and split into shards of 4 K.
// Elastic Load Balancing user guide, "Authenticate users using an Application Load Balancer": the cookies are always
// Secure, are SameSite=None on cross-origin requests, and expire after seven days whatever the session timeout.
import { readCookie } from '../routing/sticky-cookie.ts';
import type { HeaderLines } from '../routing/received-request.ts';
import type { Seal } from '../seal.ts';

export interface Session {
  /** Issuer and client the user logged in with. */
  readonly issuer: string;
  readonly clientId: string;
  /** The claims of the user info endpoint. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly accessToken: string;
  /** Milliseconds since the epoch; absent when the provider did not say. */
  readonly accessExpiresAt?: number;
  readonly refreshToken?: string;
  /** When the user must log in again, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What the cookies of a request say: a session, nothing, or something that is not ours. */
export interface HeldSession {
  readonly session: Session | 'none' | 'invalid';
  /** How many cookies carry it. */
  readonly shards: number;
}

const cookieLimit = 4096;
const cookieLifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** Reads the session from `name-0`, `name-1`, … */
export function readSession(cookies: string | undefined, name: string, seal: Seal<Session>): HeldSession {
  const shards: string[] = [];
  for (;;) {
    const shard = readCookie(cookies, `${name}-${shards.length}`);
    if (shard === undefined) break;
    shards.push(shard);
  }
  if (shards.length === 0) return { session: 'none', shards: 0 };
  return { session: seal.open(shards.join('')) ?? 'invalid', shards: shards.length };
}

export interface CookieTerms {
  readonly name: string;
  readonly now: number;
  /** Whether the request came from another origin. */
  readonly isCrossOrigin: boolean;
  /** Shards the client has; those that are too many are deleted. */
  readonly held: number;
}

/** The Set-Cookie lines that give a session to the client. */
export function sessionCookies(session: Session, seal: Seal<Session>, terms: CookieTerms): HeaderLines {
  const { name, now, isCrossOrigin, held } = terms;
  const room = cookieLimit - name.length - '-99='.length;
  const shards = seal.seal(session).match(new RegExp(`.{1,${room}}`, 'g')) ?? [];
  const lines = Array.from({ length: Math.max(shards.length, held) }, (_, index) => {
    const expires = new Date(index < shards.length ? now + cookieLifetimeMs : 0).toUTCString();
    const sameSite = isCrossOrigin ? '; SameSite=None' : '';
    return `${name}-${index}=${shards[index] ?? ''}; Expires=${expires}; Path=/; Secure; HttpOnly${sameSite}`;
  });
  return lines.flatMap((line) => ['Set-Cookie', line]);
}

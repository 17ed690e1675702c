// Stickiness cookies. Their values are sealed, so a client can neither read nor forge them; they expire after seven days
// whatever the stickiness lasts, because the real duration is inside. Elastic Load Balancing user guide, "Sticky sessions".
import type { Random } from '../../random.ts';
import { createSeal, type Seal } from '../seal.ts';

/** What a cookie binds its client to. */
export interface StickyChoice {
  /** ARN of the rule (group stickiness) or of the target group (target stickiness) that set the cookie. */
  readonly scope: string;
  /** ARN of the target group, or `id|port` of the target. */
  readonly choice: string;
  /** Milliseconds since the epoch; the choice holds `duration` from here. */
  readonly at: number;
}

export type CookieSeal = Seal<StickyChoice>;

const cookieLifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** Seals cookies with a key drawn from `random`. */
export const createCookieSeal = (random: Random): CookieSeal => createSeal<StickyChoice>(random);

/** The value of a request cookie; the first one wins. */
export function readCookie(cookieHeader: string | undefined, name: string): string | undefined {
  for (const part of cookieHeader?.split(';') ?? []) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

/** The Set-Cookie pair of one stickiness cookie: `name` for same-site and `corsName` for cross-site requests. */
export function stickyCookies(name: string, corsName: string, value: string, now: number): readonly string[] {
  const expires = new Date(now + cookieLifetimeMs).toUTCString();
  const base = `${value}; Expires=${expires}; Path=/`;
  return [`${name}=${base}`, `${corsName}=${base}; SameSite=None; Secure`];
}

// Stickiness cookies. Their values are sealed, so a client can neither read nor forge them; they expire after seven days
// whatever the stickiness lasts, because the real duration is inside. Elastic Load Balancing user guide, "Sticky sessions".
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Random } from '../../random.ts';

/** What a cookie binds its client to. */
export interface StickyChoice {
  /** ARN of the rule (group stickiness) or of the target group (target stickiness) that set the cookie. */
  readonly scope: string;
  /** ARN of the target group, or `id|port` of the target. */
  readonly choice: string;
  /** Milliseconds since the epoch; the choice holds `duration` from here. */
  readonly at: number;
}

export interface CookieSeal {
  seal(choice: StickyChoice): string;
  /** The choice in a cookie value; undefined when the value is not one of ours. */
  open(value: string): StickyChoice | undefined;
}

const cookieLifetimeMs = 7 * 24 * 60 * 60 * 1000;
const tagLength = 16;

/** Seals cookies with a key drawn from `random`. */
export function createCookieSeal(random: Random): CookieSeal {
  const key = createHash('sha256').update(random.hex(64)).digest();
  return {
    seal: (choice) => {
      const nonce = Buffer.from(random.hex(24), 'hex');
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(choice)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (value) => {
      const bytes = Buffer.from(value, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 12 + tagLength));
        const opened = Buffer.concat([decipher.update(bytes.subarray(12 + tagLength)), decipher.final()]);
        return JSON.parse(opened.toString('utf8')) as StickyChoice;
      } catch {
        return undefined;
      }
    },
  };
}

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

// Temporary credentials: a key, its secret and the token that must come with them.
import type { Caller } from '../iam/callers.ts';
import type { Sts } from './sts.ts';

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  /** Milliseconds since the epoch. */
  readonly Expiration: number;
}

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

/** Makes the credentials known: whoever signs with them is `caller` until they expire. */
export function issueCredentials({ world, callers, random }: Sts, caller: Caller, seconds: number): Credentials {
  const expiresAt = (Math.floor(world.clock.now() / 1000) + seconds) * 1000;
  const issued: Credentials = {
    AccessKeyId: `ASIA${random.hex(16).toUpperCase()}`,
    SecretAccessKey: base64(random.hex(60)),
    SessionToken: `FwoGZXIvYXdzE${base64(random.hex(240))}`,
    Expiration: expiresAt,
  };
  const { SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = issued;
  callers.set(issued.AccessKeyId, caller, { secretAccessKey, sessionToken, expiresAt });
  return issued;
}

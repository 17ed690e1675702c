import { randomBytes } from 'node:crypto';

/** A trace id in X-Ray's form: version, epoch seconds in hex, 96 random bits. */
export function newTrace(nowMs: number): string {
  return `1-${Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}

// Names and numbers the server makes up: uids, generated name suffixes. Seeded, so a run repeats exactly.
import { createHash } from 'node:crypto';

/** The letters of generated names (k8s.io/apimachinery `util/rand`): no vowels, so no words. */
const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';

export interface Identities {
  /** A fresh UUID (version 4 layout). */
  uid(): string;
  /** `base` plus five letters; `base` is cut so that the name fits into 63 characters. */
  generateName(base: string): string;
  /** A fresh whole number in [0, below). */
  number(below: number): number;
  /** A fresh opaque token. */
  token(): string;
}

/** Identities that depend on the seed and the order of asking only. */
export function createIdentities(seed: number): Identities {
  let asked = 0;
  const digest = () =>
    createHash('sha256')
      .update(`${seed}:${(asked += 1)}`)
      .digest();
  return {
    uid: () => {
      const hex = digest().toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    generateName: (base) => {
      const letters = [...digest().subarray(0, 5)].map((byte) => suffixLetters[byte % suffixLetters.length]);
      return base.slice(0, 58) + letters.join('');
    },
    number: (below) => digest().readUInt32BE(0) % below,
    token: () => digest().toString('base64url'),
  };
}

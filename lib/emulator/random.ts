// Every id, digit and choice of the emulator comes from one seeded sequence, so that a run can be repeated exactly.

/** A repeatable sequence of random values. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` decimal digits, the first one not zero. */
  digits(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
  /** Back to the first value. */
  reset(): void;
}

/** A sequence that is the same for the same seed (the mulberry32 generator). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (alphabet: string) => alphabet.charAt(Math.floor(next() * alphabet.length));
  const word = (length: number, alphabet: string) => Array.from({ length }, () => pick(alphabet)).join('');
  const hex = (length: number) => word(length, '0123456789abcdef');
  return {
    next,
    hex,
    digits: (length) => pick('123456789') + word(length - 1, '0123456789'),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick('89ab')}${hex(3)}-${hex(12)}`,
    reset: () => {
      state = seed >>> 0;
    },
  };
}

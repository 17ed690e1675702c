// SHA-256 without node: the core runs in a browser, a Lambda and a test alike. https://csrc.nist.gov/pubs/fips/180-4/upd1/final

/** Lower-case hex SHA-256 of the UTF-8 bytes of `text`. */
export function sha256(text: string): string {
  let hex = '';
  for (const word of sha256Words(text))
    hex += byteHex(word >>> 24) + byteHex(word >>> 16) + byteHex(word >>> 8) + byteHex(word);
  return hex;
}

const hexOfBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function byteHex(word: number): string {
  return hexOfBytes[word & 0xff] ?? '';
}

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const roundConstants = Int32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe ' +
    '9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 ' +
    'c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b ' +
    'c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 ' +
    '748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  )
    .split(' ')
    .map((word) => parseInt(word, 16)),
);

/** Square roots of the first eight primes, likewise (5.3.3). */
const initialState = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

function sha256Words(text: string): Int32Array {
  const state = Int32Array.from(initialState);
  const blocks = pad(text);
  const schedule = new Int32Array(64);
  for (let offset = 0; offset < blocks.length; offset += 16) compress(state, schedule, blocks, offset);
  return state;
}

/** The bytes as big-endian words, then the bit 1, zeros, and the length in bits as 64 bits, to a multiple of 64 bytes (5.1.1). */
function pad(text: string): Int32Array {
  const bytes = bytesOf(text);
  const words = new Int32Array(((bytes.length + 8) >> 6) * 16 + 16);
  for (let index = 0; index < bytes.length; index++) {
    const word = index >> 2;
    words[word] = at(words, word) | ((bytes[index] ?? 0) << (24 - (index & 3) * 8));
  }
  words[bytes.length >> 2] = at(words, bytes.length >> 2) | (0x80 << (24 - (bytes.length & 3) * 8));
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

/** UTF-8. The encoder is slow for short texts, and most are ASCII. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return new TextEncoder().encode(text);
    bytes[index] = code;
  }
  return bytes;
}

/** One round of 6.2.2; reads of the typed arrays are within bounds by construction, `at` only says so to the compiler. */
function compress(state: Int32Array, schedule: Int32Array, blocks: Int32Array, offset: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = at(blocks, offset + t);
  for (let t = 16; t < 64; t++) {
    schedule[t] =
      (smallSigma1(at(schedule, t - 2)) +
        at(schedule, t - 7) +
        smallSigma0(at(schedule, t - 15)) +
        at(schedule, t - 16)) |
      0;
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let t = 0; t < 64; t++) {
    const t1 = (h + bigSigma1(e) + ((e & f) ^ (~e & g)) + at(roundConstants, t) + at(schedule, t)) | 0;
    const t2 = (bigSigma0(a) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  add(state, 0, a);
  add(state, 1, b);
  add(state, 2, c);
  add(state, 3, d);
  add(state, 4, e);
  add(state, 5, f);
  add(state, 6, g);
  add(state, 7, h);
}

function add(words: Int32Array, index: number, word: number): void {
  words[index] = (at(words, index) + word) | 0;
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const bigSigma0 = (x: number): number => rotate(x, 2) ^ rotate(x, 13) ^ rotate(x, 22);
const bigSigma1 = (x: number): number => rotate(x, 6) ^ rotate(x, 11) ^ rotate(x, 25);
const smallSigma0 = (x: number): number => rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
const smallSigma1 = (x: number): number => rotate(x, 17) ^ rotate(x, 19) ^ (x >>> 10);

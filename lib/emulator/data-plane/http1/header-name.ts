// Header names come again and again, so what there is to know of each spelling is worked out once.

/** How trustworthy a name is by itself. */
export type NameFault =
  /** Carries a character that ends a line or a string for somebody: NUL, CR or LF. */
  | 'bad'
  /** Has no characters but blanks and colons. */
  | 'empty'
  /** Not a framing header, but one that careless software takes for it. */
  | 'resembles-transfer-encoding'
  | 'resembles-content-length'
  /** Not a token of RFC 9110 §5.6.2. */
  | 'no-token';

export interface HeaderName {
  /** Lower-case. */
  readonly name: string;
  readonly fault?: NameFault;
}

const kept = 2000;
const known = new Map<string, HeaderName>();

/** What is known of a header name as it was spelled. */
export function headerName(spelling: string): HeaderName {
  const held = known.get(spelling);
  if (held) return held;
  const fresh = judge(spelling);
  // Clients choose the names: a flood of new ones must not be remembered.
  if (known.size >= kept) known.clear();
  known.set(spelling, fresh);
  return fresh;
}

function judge(spelling: string): HeaderName {
  const name = spelling.toLowerCase();
  const fault = faultOf(name);
  return fault ? { name, fault } : { name };
}

function faultOf(name: string): NameFault | undefined {
  if (/[\0\r\n]/.test(name)) return 'bad';
  if (/^[ \t]*(:|$)/.test(name)) return 'empty';
  if (name === 'transfer-encoding' || name === 'content-length') return undefined;
  if (resembles(name, 'transfer', 'encoding')) return 'resembles-transfer-encoding';
  if (resembles(name, 'content', 'length')) return 'resembles-content-length';
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) ? undefined : 'no-token';
}

/** UTF-8 of letters whose upper case is an ASCII letter of the two names (long s, dotless i), read as Latin-1. */
const lookalikes = [
  ['\u00c5\u00bf', 's'],
  ['\u00e5\u00bf', 's'],
  ['\u00c4\u00b1', 'i'],
  ['\u00e4\u00b1', 'i'],
] as const;

/**
 * Whether the letters and digits of a name are those of `first-second`, with anything else around and between the two;
 * or are followed, after a blank, by further characters, which some parsers cut off.
 */
function resembles(name: string, first: string, second: string): boolean {
  const plain = lookalikes.reduce((text, [alien, letter]) => text.replaceAll(alien, letter), name);
  const alnum = plain.replace(/[^a-z0-9]/g, '');
  if (alnum === first + second) return true;
  return new RegExp(`^[^a-z0-9]*${first}[^a-z0-9]*${second}[\\s].*$`).test(plain);
}

// ALB's comparison strings: `*` stands for any characters (none included, `/` and `.` included), `?` for exactly one,
// and the pattern covers the whole value. Elastic Load Balancing user guide, "Condition types for listener rules".

/** Answers whether a value satisfies a compiled comparison. */
export type Test = (value: string) => boolean;

/** How a comparison string is read. */
export interface WildcardOptions {
  /** Whether letter case does not matter; the values to test must then be in lower case. */
  readonly ignoreCase: boolean;
  /** Whether a backslash makes a following `*` or `?` literal. */
  readonly escapes: boolean;
}

type Token = { readonly wild: '*' | '?' } | { readonly text: string };

/** Compiles one comparison string. */
export function compileWildcard(pattern: string, options: WildcardOptions): Test {
  const tokens = tokenize(options.ignoreCase ? pattern.toLowerCase() : pattern, options.escapes);
  const wilds = tokens.filter((token) => 'wild' in token);
  const literal = tokens.map((token) => ('text' in token ? token.text : '')).join('');

  if (wilds.length === 0) return (value) => value === literal;
  if (wilds.length === 1 && wilds[0]?.wild === '*') {
    const star = tokens.findIndex((token) => 'wild' in token);
    if (literal === '') return () => true;
    if (star === tokens.length - 1) return (value) => value.startsWith(literal);
    if (star === 0) return (value) => value.endsWith(literal);
  }
  const expression = new RegExp(`^${tokens.map(toExpression).join('')}$`, 's');
  return (value) => expression.test(value);
}

function tokenize(pattern: string, escapes: boolean): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (escapes && char === '\\' && (next === '*' || next === '?')) {
      tokens.push({ text: next });
      at += 1;
    } else if (char === '*' || char === '?') tokens.push({ wild: char });
    else tokens.push({ text: char });
  }
  return tokens;
}

function toExpression(token: Token): string {
  if ('wild' in token) return token.wild === '*' ? '.*' : '.';
  return token.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

// Patterns and variables of the policy language. Patterns come from users (queue and bucket policies), so matching takes
// time in proportion to the lengths of pattern and text, whatever the pattern.

/** `*` any run of characters, `?` one character; case-sensitive, whole text. */
export function globMatches(pattern: string, text: string): boolean {
  let [at, patternAt] = [0, 0];
  let [starAt, retryAt] = [-1, 0];
  while (at < text.length) {
    const wanted = pattern[patternAt];
    if (wanted === '*') {
      starAt = patternAt;
      retryAt = at;
      patternAt += 1;
    } else if (wanted === '?' || (wanted !== undefined && literal(wanted) === text[at])) {
      at += 1;
      patternAt += 1;
    } else if (starAt >= 0) {
      patternAt = starAt + 1;
      retryAt += 1;
      at = retryAt;
    } else return false;
  }
  while (pattern[patternAt] === '*') patternAt += 1;
  return patternAt === pattern.length;
}

/** Characters of the private use area stand for `*`, `?` and `$` that are meant literally. */
const literals: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001', $: '$' };
const literal = (character: string) => (character === '\uE000' ? '*' : character === '\uE001' ? '?' : character);

/**
 * Text with its policy variables replaced: `${aws:PrincipalTag/team}`, `${aws:username, 'nobody'}` with a default, and
 * `${*}`, `${?}`, `${$}` for the characters themselves. A variable without value matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(text: string, valueOf: (variable: string) => string | undefined): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{([^}]+)\}/g, (whole, content: string) => {
    const [variable = '', fallback] = content.split(',').map((part) => part.trim());
    const value = literals[variable] ?? valueOf(variable) ?? fallback?.replace(/^'(.*)'$/, '$1');
    return value ?? whole;
  });
}

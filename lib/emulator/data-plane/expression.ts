// Regular expressions of conditions and transforms. ALB's engine has no look-around, back-references, atomic groups or
// possessive quantifiers (Elastic Load Balancing user guide, "Condition types for listener rules"), which is what RE2 leaves
// out to match in linear time; so RE2 reads them here, and no expression can stall the emulator.
import { RE2JS } from 're2js';

export interface Expression {
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean;
  /** The text with the first match, or all, replaced; `$1` to `$9` stand for groups, empty for those without a match. */
  replace(text: string, replacement: string, matches: 'first' | 'all'): string;
}

/** The compiled expression; undefined when it is none. The control plane refuses those, so one of them never matches. */
export function compileExpression(source: string, options: { readonly ignoreCase: boolean }): Expression | undefined {
  const compiled = compile(source, options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  if (!compiled) return undefined;
  return {
    test: (text) => compiled.test(text),
    replace: (text, replacement, matches) => {
      const matcher = compiled.matcher(text);
      let replaced = '';
      let at = 0;
      while (matcher.find()) {
        replaced += text.slice(at, matcher.start()) + fill(replacement, (group) => matcher.group(group) ?? '');
        at = matcher.end();
        if (matches === 'first') break;
      }
      return replaced + text.slice(at);
    },
  };

  function fill(replacement: string, group: (number: number) => string): string {
    const count = compiled?.groupCount() ?? 0;
    return replacement.replace(/\$([1-9])/g, (_, number: string) =>
      Number(number) <= count ? group(Number(number)) : '',
    );
  }
}

function compile(source: string, flags: number): RE2JS | undefined {
  try {
    return RE2JS.compile(source, flags);
  } catch {
    return undefined;
  }
}

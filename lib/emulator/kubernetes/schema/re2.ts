// Go's regular expressions (RE2) as JavaScript's.

/** RE2 allows inline flags, which JavaScript has as flags of the whole pattern. Throws when the pattern is malformed. */
export function re2(pattern: string, flags = ''): RegExp {
  const inline = /\(\?(?<flags>[imsU]+)\)/.exec(pattern);
  if (!inline) return new RegExp(pattern, flags);
  return new RegExp(pattern.replace(inline[0], ''), flags + (inline.groups?.['flags'] ?? '').replaceAll(/[^ims]/g, ''));
}

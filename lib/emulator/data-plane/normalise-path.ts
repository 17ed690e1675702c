// One reading of the "URI normalisation" that AWS mentions without saying what it does: RFC 3986 §6.2.2 (case and
// percent-encoding of unreserved characters, dot segments) and merged slashes.

/** The path with dot segments and repeated slashes resolved and unreserved characters decoded. */
export function normalisePath(path: string): string {
  const decoded = path.replace(/%([0-9a-fA-F]{2})/g, (escape, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(char) ? char : escape.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded.split('/');
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment !== '' && segment !== '.' && segment !== '..') kept.push(segment);
    else if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}

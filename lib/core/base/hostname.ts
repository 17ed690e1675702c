// Hostnames of listeners and routes. A leading `*.` stands for one or more labels and never for none; the empty string
// stands for every host. https://gateway-api.sigs.k8s.io/reference/spec/#hostname

/** Every host. */
export const anyHost = '';

/** By its leading `*.` alone: what follows is not checked, and `anyHost` is none. */
export function isWildcard(hostname: string): boolean {
  return hostname.startsWith('*.');
}

/** A DNS name, perhaps with a leading wildcard label, that is not an IP address (RFC 1123; labels of 1 to 63 characters). */
export function isHostname(text: string): boolean {
  const labels = (isWildcard(text) ? text.slice(2) : text).split('.');
  if (text.length > 253 || labels.every((label) => /^[0-9]+$/.test(label))) return false;
  return labels.every((label) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label.toLowerCase()));
}

/** Whether every host that `narrow` stands for is one that `wide` stands for. Both in lower case. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === anyHost || wide === narrow) return true;
  if (narrow === anyHost || !isWildcard(wide)) return false;
  const suffix = wide.slice(1);
  return narrow.endsWith(suffix) && narrow.length > suffix.length;
}

/** The hostname that stands for what both stand for: always the narrower of the two. Undefined: nothing in common. */
export function intersection(a: string, b: string): string | undefined {
  if (covers(a, b)) return b;
  return covers(b, a) ? a : undefined;
}

// Whether an address lies in a CIDR range. RFC 4632, RFC 4291.

/** False for texts that are no addresses, and across families. */
export function isInside(address: string, cidr: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const [bits, networkBits] = [bitsOf(address), bitsOf(network)];
  if (bits === undefined || networkBits === undefined || bits.length !== networkBits.length) return false;
  return bits.slice(0, Number(length)) === networkBits.slice(0, Number(length));
}

function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bits6(address) : bits4(address);
}

function bits4(address: string): string | undefined {
  const parts = address.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return valid ? parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('') : undefined;
}

function bits6(address: string): string | undefined {
  const [head = '', tail, ...more] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - first.length - last.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 0)) return undefined;
  const groups = [...first, ...Array.from({ length: missing }, () => '0'), ...last];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('')
    : undefined;
}

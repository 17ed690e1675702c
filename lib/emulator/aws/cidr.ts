// IPv4 and IPv6 blocks: parsing, canonical form, containment.
import { isIP } from 'node:net';

export interface Cidr {
  readonly family: 4 | 6;
  readonly prefix: number;
  /** The network address as a number, host bits cleared. */
  readonly network: bigint;
}

const widthOf = (family: 4 | 6) => (family === 4 ? 32 : 128);

/** An address as a number, or undefined. */
export function addressValue(address: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  const family = isIP(address);
  if (family === 4)
    return { family, value: address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
  if (family === 6)
    return { family, value: expandIpv6(address).reduce((value, group) => (value << 16n) | BigInt(group), 0n) };
  return undefined;
}

function expandIpv6(address: string): number[] {
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, (embedded) => {
    const value = addressValue(embedded)?.value ?? 0n;
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const front = groups(head);
  if (tail === undefined) return front;
  const back = groups(tail);
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}

/** `address/prefix`, or undefined if it is not a block. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', digits] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = addressValue(address);
  const prefix = Number(digits);
  if (!parsed || prefix > widthOf(parsed.family)) return undefined;
  const hostBits = BigInt(widthOf(parsed.family) - prefix);
  return { family: parsed.family, prefix, network: (parsed.value >> hostBits) << hostBits };
}

/** An address in text form. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  const parts = (count: number, bits: bigint) =>
    Array.from({ length: count }, (_, index) => (value >> (BigInt(count - 1 - index) * bits)) & ((1n << bits) - 1n));
  if (family === 4) return parts(4, 8n).join('.');
  const groups = parts(8, 16n).map((group) => group.toString(16));
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)[0];
  if (!zeros) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, zeros.index).replace(/:$/, '');
  const after = text.slice(zeros.index + zeros[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

/** Text with host bits cleared, e.g. `10.0.0.0/16` for `10.0.3.4/16`. */
export const formatCidr = ({ family, network, prefix }: Cidr): string => `${formatAddress(family, network)}/${prefix}`;

/** Whether a block contains an address. */
export function contains(cidr: Cidr, address: string): boolean {
  const parsed = addressValue(address);
  if (!parsed || parsed.family !== cidr.family) return false;
  const hostBits = BigInt(widthOf(cidr.family) - cidr.prefix);
  return parsed.value >> hostBits === cidr.network >> hostBits;
}

/** Whether the first block holds all of the second. */
export const includes = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family &&
  outer.prefix <= inner.prefix &&
  inner.network >> BigInt(widthOf(outer.family) - outer.prefix) ===
    outer.network >> BigInt(widthOf(outer.family) - outer.prefix);

/** Whether two blocks have an address in common. */
export const overlaps = (a: Cidr, b: Cidr): boolean => includes(a, b) || includes(b, a);

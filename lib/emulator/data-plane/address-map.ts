// Addresses shown by the emulated APIs look like those of a VPC; the sockets behind them live on loopback. The map says
// which loopback address stands for which VPC address, so neither root rights nor a network namespace are needed.
import { addressValue, contains, formatAddress, parseCidr } from '../aws/cidr.ts';

/** Every address of the IPv4 range `from` is reached at the same offset of `to`; both in CIDR notation. */
export interface AddressMapping {
  readonly from: string;
  readonly to: string;
}

/** Mappings in any order; the most specific range that holds an address decides. */
export type AddressMap = readonly AddressMapping[];

/** Pods (10.244.0.0/16) and nodes (10.0.0.0/16) of the emulated VPC on loopback. */
export const defaultAddressMap: AddressMap = [
  { from: '10.244.0.0/16', to: '127.244.0.0/16' },
  { from: '10.0.0.0/16', to: '127.10.0.0/16' },
];

/** Parses `FROM=TO`; undefined unless both are IPv4 ranges and `to` is at least as large as `from`. */
export function parseAddressMapping(text: string): AddressMapping | undefined {
  const [from = '', to = '', ...rest] = text.split('=');
  const [source, destination] = [parseCidr(from), parseCidr(to)];
  if (rest.length > 0 || source?.family !== 4 || destination?.family !== 4) return undefined;
  return destination.prefix <= source.prefix ? { from, to } : undefined;
}

/** Where the sockets of `address` live: the mapped address, or the address itself if no range holds it. */
export const mapAddress = (map: AddressMap, address: string) => addressLocator(map)(address);

/** As `mapAddress`, prepared once for many addresses. */
export function addressLocator(map: AddressMap): (address: string) => string {
  const ranges = map
    .flatMap((mapping) => {
      const [from, to] = [parseCidr(mapping.from), parseCidr(mapping.to)];
      return from && to ? [{ from, to }] : [];
    })
    .sort((a, b) => b.from.prefix - a.from.prefix);
  const known = new Map<string, string>();
  const locate = (address: string) => {
    const value = addressValue(address)?.value;
    const range = ranges.find(({ from }) => contains(from, address));
    if (value === undefined || !range) return address;
    return formatAddress(4, range.to.network + (value - range.from.network));
  };
  return (address) => {
    const held = known.get(address) ?? locate(address);
    known.set(address, held);
    return held;
  };
}

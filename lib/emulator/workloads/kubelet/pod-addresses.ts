// Pod addresses: each node hands out those of its pod range in turn, so that an address rests before it is used again
// and a stale target is not mistaken for a new pod.
import { formatAddress, parseCidr } from '../../aws/cidr.ts';

export interface PodAddresses {
  /** A free address of the range; undefined when all are taken. */
  take(range: string, taken: ReadonlySet<string>): string | undefined;
}

/**
 * IPv4 ranges only: any other text yields no address. Never gives out the first two addresses of a range or its last.
 */
export function createPodAddresses(): PodAddresses {
  const next = new Map<string, number>();
  return {
    take: (range, taken) => {
      const cidr = parseCidr(range);
      if (cidr?.family !== 4) return undefined;
      const start = next.get(range) ?? 0;
      // The first address names the range, the second is the node's own, the last is for broadcast.
      const usable = 2 ** (32 - cidr.prefix) - 3;
      for (let step = 0; step < usable; step += 1) {
        const position = (start + step) % usable;
        const address = formatAddress(4, cidr.network + 2n + BigInt(position));
        if (taken.has(address)) continue;
        next.set(range, position + 1);
        return address;
      }
      return undefined;
    },
  };
}

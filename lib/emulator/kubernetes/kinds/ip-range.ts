// The address ranges of a cluster: Service ClusterIPs come from 10.96.0.0/12, as kubeadm sets it up.

const base = 10 * 2 ** 24 + 96 * 2 ** 16;
const size = 2 ** 20;

const toText = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

function toNumber(text: string): number {
  const parts = text.split('.').map(Number);
  return parts.length === 4 ? parts.reduce((sum, part) => sum * 256 + part, 0) : Number.NaN;
}

/** The address of the API server's own Service. */
export const apiServerClusterIp = toText(base + 1);

/**
 * Whether a dotted IPv4 text lies in the range, its first and last address excluded. That each part is at most 255 is
 * not checked.
 */
export const isClusterIp = (text: string) => {
  const offset = toNumber(text) - base;
  return offset > 0 && offset < size - 1;
};

/** The first free address at or after a starting point. */
export function allocateClusterIp(taken: ReadonlySet<string>, start: number): string {
  for (let step = 0; step < size - 2; step += 1) {
    const address = toText(base + 1 + ((start + step) % (size - 2)));
    if (!taken.has(address)) return address;
  }
  return '';
}

export const nodePorts = { first: 30_000, last: 32_767 } as const;

/** The first free node port at or after a starting point. */
export function allocateNodePort(taken: ReadonlySet<number>, start: number): number {
  const width = nodePorts.last - nodePorts.first + 1;
  for (let step = 0; step < width; step += 1) {
    const port = nodePorts.first + ((start + step) % width);
    if (!taken.has(port)) return port;
  }
  return 0;
}

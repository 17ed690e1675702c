// Each load balancer has a loopback address of its own, so that many of them can listen on the same port.
import { createHash } from 'node:crypto';

/** Addresses that stand for load balancers; they meet neither the pods' nor the nodes' default ranges. */
const network = '127.100';

/** The address of a load balancer: the same for the same ARN unless another one in `taken` has it already. */
export function loadBalancerAddress(arn: string, taken: ReadonlySet<string>): string {
  const digest = createHash('sha256').update(arn).digest();
  const first = digest.readUInt16BE(0);
  for (let step = 0; step < 2 ** 16; step += 1) {
    const offset = (first + step) % 2 ** 16;
    const [high, low] = [offset >> 8, offset & 255];
    const address = `${network}.${high}.${low}`;
    if (low > 0 && low < 255 && !taken.has(address)) return address;
  }
  return '127.0.0.1';
}

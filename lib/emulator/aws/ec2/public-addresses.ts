// Public addresses out of Amazon's pool.
import type { Ec2 } from './ec2.ts';

/** An address like 52.13.7.200. */
export function newPublicIp({ world }: Ec2): string {
  const part = (from: number, to: number) => Math.floor(from + world.random.next() * (to - from));
  return `52.${part(10, 90)}.${part(0, 256)}.${part(1, 255)}`;
}

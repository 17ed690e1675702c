// Address blocks of requests: well-formed, of an allowed size, and apart from each other.
import { AwsError } from '../aws-error.ts';
import { formatAddress, formatCidr, includes, overlaps, parseCidr, type Cidr } from '../cidr.ts';
import type { Ec2 } from './ec2.ts';

/** A block in canonical form; throws InvalidParameterValue for text that is none of that family. */
export function readBlock(text: string, family: 4 | 6, parameter: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr?.family === family) return cidr;
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
  );
}

/** VPCs and subnets have /16 to /28 (Amazon VPC user guide, "VPC CIDR blocks"). */
export function refuseBlockSize(
  { prefix }: Cidr,
  text: string,
  code: 'InvalidVpc.Range' | 'InvalidSubnet.Range',
): void {
  if (prefix < 16 || prefix > 28) throw new AwsError(code, `The CIDR '${text}' is invalid.`);
}

const reserved = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'];

/** Blocks that mean something else everywhere cannot be a VPC's (Amazon VPC user guide, "VPC CIDR blocks"). */
export function refuseReserved(block: Cidr, text: string): void {
  if (overlapping(block, reserved) !== undefined)
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
}

/** The first of the blocks that has an address in common. */
export const overlapping = (block: Cidr, blocks: readonly string[]): string | undefined =>
  blocks.find((text) => {
    const other = parseCidr(text);
    return other !== undefined && overlaps(block, other);
  });

/** Whether one of the blocks holds all of this one. */
export const isWithin = (block: Cidr, blocks: readonly string[]): boolean =>
  blocks.some((text) => {
    const outer = parseCidr(text);
    return outer !== undefined && includes(outer, block);
  });

/** A new /56 out of what Amazon hands to VPCs. */
export function newIpv6Block({ world }: Ec2): string {
  const network = (0x2600_1f13n << 96n) | (BigInt(`0x${world.random.hex(6)}`) << 72n);
  return formatCidr({ family: 6, prefix: 56, network });
}

/** The next address of a block counted from its start. */
export const addressAt = ({ family, network }: Cidr, offset: bigint): string => formatAddress(family, network + offset);

// The checksums of S3 objects.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error.ts';

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const digest = (algorithm: string) => (data: Uint8Array) => createHash(algorithm).update(data).digest('base64');

/** A reflected CRC with all bits set before and after; the polynomial is given reflected. */
function crc(polynomial: bigint, bits: bigint) {
  const ones = (1n << bits) - 1n;
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
  return (data: Uint8Array) => {
    let value = ones;
    for (const byte of data) value = (table[Number((value ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (value >> 8n);
    return base64((value ^ ones).toString(16).padStart(Number(bits / 4n), '0'));
  };
}

/** Computable checksums by model name. */
const algorithms: Readonly<Record<string, (data: Uint8Array) => string>> = {
  ChecksumCRC32: (data) => base64(crc32(data).toString(16).padStart(8, '0')),
  ChecksumCRC32C: crc(0x82f63b78n, 32n),
  ChecksumCRC64NVME: crc(0x9a6c9329ac4bc9b5n, 64n),
  ChecksumSHA1: digest('sha1'),
  ChecksumSHA256: digest('sha256'),
  ChecksumSHA512: digest('sha512'),
  ChecksumMD5: digest('md5'),
};

const unsupported = ['ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'];

/** The checksums a request names, checked against the data. Without any, S3 computes a CRC of its own. */
export function checksumsOf(
  input: Readonly<Record<string, unknown>>,
  data: Uint8Array,
): Readonly<Record<string, string>> {
  const strange = unsupported.find((name) => input[name] !== undefined);
  if (strange !== undefined) throw new AwsError('NotImplemented', `The emulator does not compute ${strange}`, 501);
  const given = Object.entries(algorithms).flatMap(([name, compute]) => {
    const claimed = input[name];
    if (typeof claimed !== 'string') return [];
    if (compute(data) === claimed) return [[name, claimed] as const];
    const algorithm = name.slice('Checksum'.length);
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  });
  if (given.length > 0) return Object.fromEntries(given);
  return data.length > maximumUnasked ? {} : { ChecksumCRC64NVME: algorithms['ChecksumCRC64NVME']?.(data) ?? '' };
}

/** The checksum of a named algorithm (`SHA256`). */
export function checksumNamed(algorithm: string, data: Uint8Array): Readonly<Record<string, string>> {
  const name = `Checksum${algorithm}`;
  const compute = Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (!compute) throw new AwsError('NotImplemented', `The emulator does not compute ${name}`, 501);
  return { [name]: compute(data) };
}

/** A CRC of 64 bits is slow here; nobody waits for one he did not ask for. */
const maximumUnasked = 64 * 1024;

/** Throws for a Content-MD5 that is not the data's. */
export function requireContentMd5(claimed: string | undefined, data: Uint8Array): void {
  if (claimed === undefined) return;
  if (Buffer.from(claimed, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': claimed });
  }
  if (claimed === algorithms['ChecksumMD5']?.(data)) return;
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

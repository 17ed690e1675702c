// The owner of buckets and objects: the account's canonical id.
import { createHash } from 'node:crypto';
import type { World } from '../world.ts';

/** 64 hexadecimal digits, the same for the same account. */
export const ownerOf = ({ accountId }: World) => ({ ID: createHash('sha256').update(accountId).digest('hex') });

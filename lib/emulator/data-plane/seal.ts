// Values a client keeps for the load balancer without being able to read or forge them (AES-256-GCM).
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Random } from '../random.ts';

export interface Seal<Value> {
  /** The value as base64 text; the same value is sealed differently every time. */
  seal(value: Value): string;
  /** The value in a sealed text; undefined when the text is not one of ours. */
  open(text: string): Value | undefined;
}

const nonceLength = 12;
const tagLength = 16;

/** Seals JSON values with a key drawn from `random`. */
export function createSeal<Value>(random: Random): Seal<Value> {
  const key = createHash('sha256').update(random.hex(64)).digest();
  return {
    seal: (value) => {
      const nonce = Buffer.from(random.hex(nonceLength * 2), 'hex');
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (text) => {
      const bytes = Buffer.from(text, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
        decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
        const opened = Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]);
        return JSON.parse(opened.toString('utf8')) as Value;
      } catch {
        return undefined;
      }
    },
  };
}

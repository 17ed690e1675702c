// Short names from content, in the alphabet Kubernetes uses for generated names (no vowels, so no words).
import { createHash } from 'node:crypto';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** `length` characters that depend on `text` only. */
export function safeHash(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length }, (_, index) => alphabet.charAt((digest[index] ?? 0) % alphabet.length)).join('');
}

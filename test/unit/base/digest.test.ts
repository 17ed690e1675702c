import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../lib/core/base/digest.ts';

const witness = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('sha256', () => {
  test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])(
    'agrees with node at the padding boundary of %i bytes',
    (length) => {
      expect(sha256('a'.repeat(length))).toBe(witness('a'.repeat(length)));
    },
  );

  test('agrees with node on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => sha256(text) === witness(text)));
  });
});

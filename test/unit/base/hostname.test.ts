import { describe, expect, test } from 'vitest';
import { intersection, isHostname } from '../../../lib/core/base/hostname.ts';

describe('hostname intersection', () => {
  test.each([
    ['', '', ''],
    ['', 'a.io', 'a.io'],
    ['a.io', '', 'a.io'],
    ['a.io', 'a.io', 'a.io'],
    ['a.io', 'b.io', undefined],
    ['*.io', 'a.b.io', 'a.b.io'],
    ['*.a.io', 'a.io', undefined],
    ['*.a.io', '*.b.a.io', '*.b.a.io'],
    ['*.b.a.io', '*.a.io', '*.b.a.io'],
    ['*.a.io', '*.b.io', undefined],
    ['*.a.io', 'xa.io', undefined],
  ])('of %j and %j is %j', (a, b, expected) => {
    expect(intersection(a, b)).toBe(expected);
    expect(intersection(b, a)).toBe(expected);
  });
});

test.each([
  ['a.io', true],
  ['*.a.io', true],
  ['localhost', true],
  ['10.0.0.1', false],
  ['*.', false],
  ['a..io', false],
  [`${'x'.repeat(64)}.io`, false],
  ['-a.io', false],
])('%j is a hostname: %j', (text, expected) => expect(isHostname(text)).toBe(expected));

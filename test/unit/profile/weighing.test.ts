import { describe, expect, it } from 'vitest';
import { weighAsWritten, weighProportionally } from '../../../lib/core/profile/weighing.ts';
import type { Share } from '../../../lib/core/profile/weighing.ts';

const share = (group: string, weight: number): Share => ({ group, weight });
const invalid = (weight: number): Share => ({ weight });

describe('weights under alb', () => {
  const weigh = (shares: readonly Share[], isSticky = false): unknown => {
    const weighed = weighProportionally(shares, isSticky);
    return weighed.say === 'forward'
      ? weighed.shares.map(({ group = 'unavailable', weight }) => `${group}=${weight}`).join(' ')
      : weighed.say;
  };

  it.each<[what: string, shares: readonly Share[], expected: string]>([
    ['within the limit stay as they are', [share('a', 90), share('b', 10)], 'a=90 b=10'],
    ['beyond it are scaled', [share('a', 1_000_000), share('b', 500_000)], 'a=999 b=500'],
    ['never scale a share away', [share('a', 1_000_000), share('b', 1)], 'a=999 b=1'],
    ['of zero stay zero', [share('a', 1), share('b', 0)], 'a=1 b=0'],
    ['all zero forward nothing', [share('a', 0), share('b', 0)], 'nothing'],
    ['of one group are added', [share('a', 1), share('b', 1), share('a', 2)], 'a=3 b=1'],
    ['of invalid backends go to the group without targets', [share('a', 9), invalid(1)], 'a=9 unavailable=1'],
    ['of invalid backends alone forward nothing', [invalid(1)], 'nothing'],
    [
      'count the group without targets in the limit of five',
      [...'abcde'].map((name) => share(name, 1)).concat(invalid(1)),
      'refused',
    ],
  ])('%s', (_what, shares, expected) => expect(weigh(shares)).toBe(expected));

  it('of invalid backends move to the others where clients would stick to nothing', () => {
    expect(weigh([share('a', 9), invalid(1)], true)).toBe('a=9');
  });
});

describe('weights under lbc', () => {
  it('drop invalid backends and keep repeated groups', () => {
    expect(weighAsWritten([share('a', 1), invalid(1), share('a', 1)])).toEqual({
      say: 'forward',
      shares: [share('a', 1), share('a', 1)],
    });
  });

  it('over 999 are refused', () => expect(weighAsWritten([share('a', 1000)]).say).toBe('refused'));
});

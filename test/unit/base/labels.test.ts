import { describe, expect, test } from 'vitest';
import { type LabelSelector, parseSelectorText, selects, selectorText } from '../../../lib/core/base/labels.ts';

const selectors: readonly [LabelSelector, string][] = [
  [{}, ''],
  [{ matchLabels: { tier: 'edge' } }, 'tier=edge'],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['b', 'a'] }] }, 'zone in (a,b)'],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['b', 'a'] }] }, 'zone notin (a,b)'],
  [{ matchExpressions: [{ key: 'spot', operator: 'DoesNotExist' }] }, '!spot'],
  [{ matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] }, 'a=1,b'],
];

const worlds = [{}, { tier: 'edge' }, { zone: 'a' }, { zone: 'c' }, { spot: '' }, { a: '1', b: '' }];

describe('a label selector', () => {
  test.each(selectors)('%j is written %j and read back with the same meaning', (selector, text) => {
    expect(selectorText(selector)).toBe(text);
    const readBack = parseSelectorText(text);
    expect(worlds.map((labels) => selects(readBack ?? { matchLabels: { never: '' } }, labels))).toEqual(
      worlds.map((labels) => selects(selector, labels)),
    );
  });

  test('with an operator that Kubernetes does not know selects nothing', () => {
    expect(selects({ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }, { a: '2' })).toBe(false);
  });

  test('text that is none is refused', () => expect(parseSelectorText('a b c')).toBeUndefined());
});

import { describe, expect, it } from 'vitest';
import { canonicalQuantity } from '../../../lib/emulator/kubernetes/quantity.ts';

describe('a quantity is written in one way only', () => {
  // k8s.io/apimachinery pkg/api/resource/quantity_test.go
  it.each([
    ['0', '0'],
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1', '1'],
    ['1000', '1k'],
    ['1024Mi', '1Gi'],
    ['1Ki', '1Ki'],
    ['0.5Gi', '512Mi'],
    ['1.5Gi', '1536Mi'],
    ['512', '512'],
    ['1e3', '1e3'],
    ['100u', '100u'],
    ['-1', '-1'],
    ['1E', '1E'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it.each(['', 'a', '1x', '1 Gi', '1.2.3', 'Ki'])('%j is none', (text) => {
    expect(canonicalQuantity(text)).toBeUndefined();
  });
});

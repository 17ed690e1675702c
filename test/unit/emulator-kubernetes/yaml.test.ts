import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../lib/emulator/kubernetes/yaml.ts';

describe('YAML as the API server reads it', () => {
  it.each([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['tRue', 'tRue'],
    ['010', 8],
    ['0o10', 8],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['-7', -7],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1:30', '1:30'],
    ['2020-01-01', '2020-01-01'],
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
    ['~', null],
    ['', null],
    ['!!str 5', '5'],
    ['!!binary aGVsbG8=', 'hello'],
  ])('%s is %j', (text, value) => {
    expect(parseYaml(`a: ${text}`)).toEqual({ a: value });
  });

  it('merges maps', () => {
    expect(parseYaml('{a: &x {k: 1, l: 2}, b: {<<: *x, l: 3}}')).toEqual({ a: { k: 1, l: 2 }, b: { k: 1, l: 3 } });
  });

  it('keeps inherited names apart', () => {
    const parsed = parseYaml('{__proto__: {x: 1}, constructor: y}') as object;

    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
    expect(parsed).not.toHaveProperty('x');
  });

  it('lets a large list be repeated, but not many times over', () => {
    const list = `&a [${Array.from({ length: 2000 }, () => 'x').join(',')}]`;

    expect(parseYaml(`{a: ${list}, b: *a, c: *a}`)).toMatchObject({ c: expect.arrayContaining(['x']) as unknown });
    expect(() => parseYaml(`{a: ${list}, b: [${Array.from({ length: 1000 }, () => '*a').join(',')}]}`)).toThrow(
      'excessive aliasing',
    );
  });
});

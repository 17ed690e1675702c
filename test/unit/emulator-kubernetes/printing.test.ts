import { describe, expect, it } from 'vitest';
import { humanDuration } from '../../../lib/emulator/kubernetes/representation/age.ts';
import { selectPath } from '../../../lib/emulator/kubernetes/representation/json-path.ts';

describe('an age', () => {
  it.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [245, '4m5s'],
    [1620, '27m'],
    [11_220, '3h7m'],
    [43_200, '12h'],
    [187_200, '2d4h'],
    [3_888_000, '45d'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });
});

describe('a column path', () => {
  const object = {
    metadata: { annotations: { 'example.com/x': 'y' } },
    status: {
      conditions: [
        { type: 'A', status: 'False' },
        { type: 'Programmed', status: 'True' },
      ],
      addresses: [{ value: 'one' }, { value: 'two' }],
    },
  };
  it.each([
    ['.status.conditions[?(@.type=="Programmed")].status', ['True']],
    ['.status.addresses[*].value', ['one', 'two']],
    ['.status.addresses[0].value', ['one']],
    ['.metadata.annotations.example\\.com/x', ['y']],
    ["{.metadata.annotations['example.com/x']}", ['y']],
    ['.status.nothing.here', []],
  ])('%s selects %j', (path, expected) => {
    expect(selectPath(object, path)).toEqual(expected);
  });
});

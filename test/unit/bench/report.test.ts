import { expect, test } from 'vitest';
import { quantile, verdictOn } from '../../bench/measurement.ts';
import { renderTable } from '../../bench/report.ts';

const latency = (value: number, control?: number) => ({
  name: 'latency',
  what: 'of a thing',
  value,
  unit: 'ms',
  target: { bound: 'at most', value: 10 } as const,
  ...(control === undefined ? {} : { control }),
});

test.each([
  ['a value within its bound', latency(10), 'met'],
  ['a value beyond its bound', latency(11), 'missed'],
  ['a value beyond its bound that the control keeps', latency(11, 3), 'missed'],
  ['a value beyond its bound that the control misses too', latency(11, 12), 'unclear: so does the control'],
  ['a rate below its bound', { ...latency(1), target: { bound: 'at least', value: 2 } as const }, 'missed'],
  ['a value without a bound', { name: 'n', what: 'w', value: 1, unit: 's' }, ''],
])('%s is judged', (_, measurement, verdict) => {
  expect(verdictOn(measurement)).toBe(verdict);
});

test.each([
  [[5, 1, 4, 2, 3], 0.5, 3],
  [[5, 1, 4, 2, 3], 0.99, 5],
  [[7], 0.5, 7],
  [[], 0.5, NaN],
])('of %j the share %d lies below %d', (samples, share, value) => {
  expect(quantile(samples, share)).toBe(value);
});

test('a table has one aligned row for each measurement', () => {
  expect(renderTable([latency(3.14159), { name: 'rate', what: 'w', value: 1234.5, unit: '/s' }])).toBe(
    [
      'measurement  value    target      verdict  what',
      'latency      3.14 ms  at most 10  met      of a thing',
      'rate         1235 /s                       w',
    ].join('\n'),
  );
});

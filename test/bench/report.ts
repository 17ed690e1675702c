// A benchmark's figures as a table.
import { verdictOn, type Measurement } from './measurement.ts';

/** One aligned row per measurement. */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = [
    ['measurement', 'value', 'target', 'verdict', 'what'],
    ...measurements.map((measurement) => [
      measurement.name,
      `${rounded(measurement.value)} ${measurement.unit}`,
      measurement.target ? `${measurement.target.bound} ${rounded(measurement.target.value)}` : '',
      verdictOn(measurement),
      measurement.what,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Three significant digits below 100, whole numbers above. */
const rounded = (value: number) =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

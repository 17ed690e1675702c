// `npm run bench -- AREA [--output json] [--only NAME]`: prints what was measured, with target and verdict. The exit code
// tells whether everything could be measured, not whether the targets were met.
import { parseArgs } from 'node:util';
import { core } from './core.ts';
import { emulatorBench } from './emulator/emulator-bench.ts';
import type { Bench } from './measurement.ts';
import { renderTable } from './report.ts';

const benches: readonly Bench[] = [core, emulatorBench];

const usage = `usage: npm run bench -- ${benches.map(({ name }) => name).join('|')} [--output json] [--only NAME]...
  --only NAME    take only the measurements whose name contains NAME; may be repeated
  --output json  print the measurements as JSON instead of a table`;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true },
      output: { type: 'string', default: 'table' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const chosen = benches.filter(({ name }) => positionals.includes(name));
  if (chosen.length === 0 || chosen.length < positionals.length) {
    process.stderr.write(`${usage}\n`);
    return values.help === true ? 0 : 2;
  }
  const only = values.only ?? [];
  const selection = {
    selects: (name: string) => only.length === 0 || only.some((part) => name.includes(part)),
    note: (line: string) => void process.stderr.write(`${line}\n`),
  };
  const measurements = [];
  for (const bench of chosen) measurements.push(...(await bench.run(selection)));
  process.stdout.write(
    `${values.output === 'json' ? JSON.stringify(measurements, null, 2) : renderTable(measurements)}\n`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2));

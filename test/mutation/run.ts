// `npm run mutation -- checks|translate|graph`: how many faults, planted one at a time, the tests notice.
import { spawn } from 'node:child_process';

interface Part {
  readonly what: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Folders under test/ whose tests judge the mutants. */
  readonly tests?: string;
}

const stryker = (part: string) => ({ command: 'stryker', arguments: ['run', `test/mutation/${part}.json`] });

const parts: Readonly<Record<string, Part>> = {
  checks: {
    what: 'each refusal of the emulated AWS account deleted, judged by the refused requests (a minute or two)',
    command: process.execPath,
    arguments: ['test/mutation/checks/run.ts'],
  },
  translate: {
    what: 'lib/core/translate and the matching of lib/core/profile under Stryker (an hour)',
    ...stryker('translate'),
    tests: 'unit/translate,unit/profile,golden',
  },
  graph: {
    what: 'lib/core/graph under Stryker (half an hour)',
    ...stryker('graph'),
    tests: 'unit/graph,unit/translate,laws/graph',
  },
};

const [name = '--help', ...rest] = process.argv.slice(2);
const part = parts[name];
if (part === undefined) {
  const lines = Object.entries(parts).map(([each, { what }]) => `  ${each.padEnd(12)}${what}`);
  process.stderr.write(`Usage: npm run mutation -- PART\n\n${lines.join('\n')}\n`);
  process.exitCode = name === '--help' ? 0 : 2;
} else {
  const running = spawn(part.command, [...part.arguments, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...(part.tests === undefined ? {} : { MUTATION_TESTS: part.tests }) },
  });
  process.exitCode = await new Promise<number>((resolve) => running.on('exit', (code) => resolve(code ?? 1)));
}

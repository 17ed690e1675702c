// The terminal: the only place that writes to it. Colours appear on a TTY only and never when NO_COLOR is set.
import { styleText } from 'node:util';

export interface Io {
  /** A line of the result, on standard output. */
  readonly out: (line: string) => void;
  /** A line about the work (progress, errors), on standard error. */
  readonly note: (line: string) => void;
  readonly style: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Columns; 100 where there is no terminal. */
  readonly width: number;
}

/** This process's standard output and error. Styles follow standard output, for lines on standard error as well. */
export function terminal(): Io {
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
    width: process.stdout.columns ?? 100,
  };
}

/** Exit codes of every command. */
export const exitCode = { fine: 0, findings: 1, usage: 2, world: 3 } as const;

/** The command line itself is wrong: printed with the usage, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

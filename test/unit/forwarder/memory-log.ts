// A Log whose lines a test can read.
import type { Log } from '../../../lib/reconcile/ports.ts';

export interface Line {
  readonly level: 'info' | 'warn' | 'error' | 'count';
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export function createMemoryLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const write =
    (level: Line['level']) =>
    (message: string, facts: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, message, facts });
  return {
    lines,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    count: (metric, value) => void lines.push({ level: 'count', message: metric, facts: { value } }),
  };
}

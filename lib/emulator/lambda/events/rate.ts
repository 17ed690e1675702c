// Rate expressions of schedules.
import { TemplateError } from '../template/template.ts';

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `rate(5 minutes)` in milliseconds. Throws `TemplateError` for `cron()` and `at()`, which are not emulated. */
export function parseRate(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = Number(count) * (unitsMs[unit ?? ''] ?? NaN);
  if (ms > 0) return ms;
  throw new TemplateError(`the schedule expression ${expression} is not emulated, only rate(…) is`);
}

import { type OptionValues, textOption } from './command.ts';
import { UsageError } from './io.ts';

/** The number of an option; a text that is none, or is negative, is a usage error that names the option. */
export function readNumber(values: OptionValues, name: string): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new UsageError(`--${name} ${text}: expected a number, 0 or more`);
  return number;
}

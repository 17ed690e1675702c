import type { ParseArgsOptionsConfig } from 'node:util';
import type { Io } from './io.ts';

/** One subcommand; `options` is node's parseArgs configuration with a help text per option. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** After `albatross <name>`. */
  readonly usage: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Further help: an example or two. */
  readonly details?: string;
  /** Answers the exit code. */
  readonly run: (values: OptionValues, positionals: readonly string[], io: Io) => Promise<number>;
}

export type CommandOption = ParseArgsOptionsConfig[string] & { readonly help: string; readonly argument?: string };

export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** The value of a single text option. */
export function textOption(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a repeatable text option. */
export function textOptions(values: OptionValues, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Help of one command, aligned. */
export function commandHelp(command: Command): string {
  const rows = Object.entries({
    ...command.options,
    help: { type: 'boolean', help: 'Show this help' } as CommandOption,
  }).map(([name, option]) => {
    const argument = option.type === 'string' ? ` ${option.argument ?? 'VALUE'}` : '';
    const short = option.short ? `-${option.short}, ` : '    ';
    return [`  ${short}--${name}${argument}`, `${option.help}${option.multiple ? ' (repeatable)' : ''}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const options = rows.map(([left, right]) => `${left.padEnd(width)}${right}`).join('\n');
  const details = command.details ? `\n\n${command.details}` : '';
  return `${command.summary}\n\nUsage: albatross ${command.name} ${command.usage}\n\n${options}${details}`;
}

#!/usr/bin/env node
// albatross: flags → one library call → a view. `albatross --help` lists the commands.
import { parseArgs } from 'node:util';
import { type Command, commandHelp } from './command.ts';
import { demo } from './commands/demo.ts';
import { local } from './commands/local.ts';
import { translate } from './commands/translate.ts';
import { exitCode, terminal, UsageError } from './io.ts';

const commands: readonly Command[] = [local, translate, demo];
const io = terminal();

process.exitCode = await run(process.argv.slice(2));

async function run([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.out(overview());
    return name === undefined ? exitCode.usage : exitCode.fine;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    io.note(
      `albatross: there is no command "${name}". The commands are: ${commands.map((one) => one.name).join(', ')}.`,
    );
    return exitCode.usage;
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values['help']) {
      io.out(commandHelp(command));
      return exitCode.fine;
    }
    return await command.run(values, positionals, io);
  } catch (error) {
    return failed(command, error);
  }
}

function failed(command: Command, error: unknown): number {
  const isUsage =
    error instanceof UsageError || (error as { readonly code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  const message = error instanceof Error ? error.message : String(error);
  io.note(`albatross ${command.name}: ${message}`);
  if (isUsage)
    io.note(`\nUsage: albatross ${command.name} ${command.usage}\n       albatross ${command.name} --help tells more.`);
  else if (process.env['ALBATROSS_DEBUG'] && error instanceof Error) io.note(error.stack ?? '');
  return isUsage ? exitCode.usage : exitCode.world;
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 3;
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return [
    'Albatross: Gateway API on AWS Application Load Balancers',
    '',
    'Usage: albatross COMMAND [OPTIONS]',
    '',
    ...rows,
    '',
    '`albatross COMMAND --help` tells more. Exit codes: 0 fine, 1 findings (with --strict), 2 usage, 3 the world failed.',
  ].join('\n');
}

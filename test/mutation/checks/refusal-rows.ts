// The rows of the tables of refused requests, sent one at a time to accounts of their own.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FrontDoor } from '../../unit/emulator-aws/front-door.ts';
import type { Refusal } from '../../unit/emulator-aws/refusals/refusal.ts';

const folder = new URL('../../unit/emulator-aws/refusals/', import.meta.url);

/** Every row of every `*-refusals.ts`. Loads the emulator: instrument it before. */
export async function loadRefusals(): Promise<readonly Refusal[]> {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('-refusals.ts'));
  const modules = await Promise.all(
    files.map(async (file) => (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(Array.isArray).flat() as Refusal[]);
}

/** Makes accounts in which a row's request is refused for one reason only. */
export async function loadAccounts(): Promise<(row: Refusal) => Promise<FrontDoor>> {
  const { aFrontDoor } = await import('../../unit/emulator-aws/front-door.ts');
  return async ({ after }) => {
    const account = await aFrontDoor();
    await after?.(account);
    return account;
  };
}

/** Whether an outcome is the one that the row states. */
export function isStated({ code, message }: Refusal, outcome: string): boolean {
  if (!outcome.startsWith(`${code}: `)) return false;
  const text = outcome.slice(code.length + 2);
  return typeof message === 'string' ? text === message : message.test(text);
}

/** Code and text of the refusal, or `accepted`. */
export async function outcomeOf(row: Refusal, account: FrontDoor): Promise<string> {
  try {
    await row.send(account);
    return 'accepted';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

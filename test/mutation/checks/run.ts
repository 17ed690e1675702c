// `npm run mutation -- checks`: deletes each refusal of the emulated AWS account in turn and sends the refused requests that
// it answered. A check whose deletion no request notices is listed; the exit code says whether there is one.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Refusal } from '../../unit/emulator-aws/refusals/refusal.ts';
import { deletion, makeDeletable, type Check } from './deletable-checks.ts';
import { isStated, loadAccounts, loadRefusals, outcomeOf } from './refusal-rows.ts';

const { values: options } = parseArgs({
  options: { output: { type: 'string', default: 'text' }, only: { type: 'string', default: 'lib/emulator/aws/' } },
});

const root = fileURLToPath(new URL('../../../', import.meta.url));
const checks = makeDeletable(root, (file) => file.startsWith('lib/emulator/aws/'));
const rows = await loadRefusals();
const accountFor = await loadAccounts();

interface Answered {
  readonly row: Refusal;
  readonly outcome: string;
}

/** By check: the rows that it refuses. */
async function answeredRows(): Promise<ReadonlyMap<number, readonly Answered[]>> {
  const answered = new Map<number, Answered[]>();
  for (const row of rows) {
    const account = await accountFor(row);
    deletion.hits.clear();
    const outcome = await outcomeOf(row, account);
    if (!isStated(row, outcome)) {
      process.stderr.write(`not refused as stated: ${row.request}: ${outcome}\n`);
      continue;
    }
    for (const id of deletion.hits) answered.set(id, [...(answered.get(id) ?? []), { row, outcome }]);
  }
  return answered;
}

async function isNoticed({ id }: Check, answered: readonly Answered[]): Promise<boolean> {
  for (const { row, outcome } of answered) {
    const account = await accountFor(row);
    deletion.check = id;
    const without = await outcomeOf(row, account);
    deletion.check = -1;
    if (without !== outcome) return true;
  }
  return false;
}

const answered = await answeredRows();
const unnoticed: (Check & { readonly rows: number })[] = [];
const examined = checks.filter(({ file }) => file.startsWith(options.only));
for (const check of examined) {
  const rowsOfCheck = answered.get(check.id) ?? [];
  if (!(await isNoticed(check, rowsOfCheck))) unnoticed.push({ ...check, rows: rowsOfCheck.length });
}

if (options.output === 'json') process.stdout.write(`${JSON.stringify({ checks: examined.length, unnoticed })}\n`);
else {
  for (const { file, line, text, rows: count } of unnoticed) {
    process.stdout.write(`${file}:${line} ${count === 0 ? 'no row' : 'unnoticed'}: ${text}\n`);
  }
  process.stdout.write(`${rows.length} refused requests; ${examined.length} checks, ${unnoticed.length} unnoticed\n`);
}
process.exitCode = unnoticed.length === 0 ? 0 : 1;

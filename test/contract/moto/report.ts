// What differs: one row for each member and pair of values, with the actions that answer so.
import type { ReplayedCall } from './replay-calls.ts';

interface Row {
  readonly actions: ReadonlySet<string>;
  readonly member: string;
  readonly ours: string;
  readonly moto: string;
  readonly times: number;
}

/** Prints the table and, below it, the counts; `listsCalls` also prints every call with its outcome. */
export function printReport(calls: readonly ReplayedCall[], { listsCalls }: { readonly listsCalls: boolean }): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  if (listsCalls) for (const call of calls) print(callLine(call));
  print('| Actions | Member | Ours | moto | Times |\n|---|---|---|---|---|');
  for (const { actions, member, ours, moto, times } of rowsOf(calls)) {
    print(`| ${[[...actions].join(', '), member, ours, moto, times].join(' | ')} |`);
  }
  const differing = calls.filter(({ differences }) => differences.length > 0).length;
  const skipped = calls.filter(({ moto }) => moto === undefined).length;
  const refused = calls.filter(({ answer }) => answer && 'refused' in answer).length;
  print(
    `\n${calls.length} calls of ${new Set(calls.map(({ action }) => action)).size} actions, ${refused} of them refused by the emulator;`,
  );
  print(`${differing} answered differently, ${skipped} not replayed because moto had refused what they refer to.`);
}

function callLine({ chapter, action, answer, moto, differences }: ReplayedCall): string {
  const outcome = (side: ReplayedCall['moto']) =>
    side === undefined ? 'not replayed' : 'refused' in side ? `${side.refused}: ${side.message}` : 'ok';
  return `${chapter.padEnd(12)} ${action.padEnd(34)} ours ${outcome(answer)}; moto ${outcome(moto)}; ${differences.length} differences`;
}

function rowsOf(calls: readonly ReplayedCall[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { action, differences } of calls) {
    for (const { member, ours, moto } of differences) {
      const difference = { member, ours: brief(ours), moto: brief(moto) };
      // Codes belong to an action; what a member holds is the same whoever answers it.
      const key = JSON.stringify([member === 'error' ? action : '', ...Object.values(difference)]);
      const { actions = [], times = 0 } = rows.get(key) ?? {};
      rows.set(key, { actions: new Set([...actions, action]), ...difference, times: times + 1 });
    }
  }
  return [...rows.values()].sort((a, b) => a.member.localeCompare(b.member) || first(a).localeCompare(first(b)));
}

const first = ({ actions }: Row) => [...actions][0] ?? '';

/** Ids differ in every run and say nothing here. */
function brief(value: string): string {
  const short = value
    .replace(/arn:aws:[\w:-]+[:/][\w./-]*/g, '‹arn›')
    .replace(/\b(sgr?|subnet|vpc|i)-[0-9a-f]{17}\b/g, '‹$1›');
  return short.length <= 100 ? short : `${short.slice(0, 99)}…`;
}

// `npm run contract:aws -- --endpoint URL`: the requests that AWS refuses, sent to the AWS at an endpoint, and what it
// answers otherwise than the tables say.
import { parseArgs } from 'node:util';
import { loadRefusals } from '../../mutation/checks/refusal-rows.ts';
import type { Refusal } from '../../unit/emulator-aws/refusals/refusal.ts';
import type { FrontDoor } from '../../unit/emulator-aws/front-door.ts';
import { startMoto } from '../moto/moto-server.ts';
import { accountAt, OnlyEmulated } from './elsewhere.ts';

const { values: options } = parseArgs({
  options: {
    endpoint: { type: 'string' },
    moto: { type: 'boolean', default: false },
    region: { type: 'string', default: process.env['AWS_REGION'] ?? 'us-west-2' },
    output: { type: 'string', default: 'text' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const usage = `Usage: npm run contract:aws -- --endpoint URL [--region R] [--output text|json]
       npm run contract:aws -- --moto

Makes a VPC, two load balancers and target groups in the account of the environment's credentials and leaves them
there: use an account that can be thrown away. --moto starts moto for it (PyPI).`;

interface Verdict {
  readonly request: string;
  readonly verdict: 'as stated' | 'other text' | 'other code' | 'accepted' | 'not tried';
  readonly stated: string;
  readonly answered: string;
  readonly page: string;
}

async function judge(row: Refusal, account: FrontDoor): Promise<Verdict> {
  const { request, code, message, page = '' } = row;
  const common = { request, stated: `${code}: ${String(message)}`, page };
  try {
    await row.after?.(account);
    await row.send(account);
    return { ...common, verdict: 'accepted', answered: 'accepted' };
  } catch (error) {
    if (error instanceof OnlyEmulated) return { ...common, verdict: 'not tried', answered: '' };
    const { name, message: text } = error as Error;
    const isStated = typeof message === 'string' ? text === message : message.test(text);
    const verdict = name !== code ? 'other code' : isStated ? 'as stated' : 'other text';
    return { ...common, verdict, answered: `${name}: ${text}` };
  }
}

async function run(url: string): Promise<number> {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const rows = await loadRefusals();
  tell(`furnishing the account at ${url}`);
  const account = await accountAt({ url, region: options.region });
  // What changes the account comes last: nothing can be made anew elsewhere.
  const ordered = [...rows.filter(({ after }) => !after), ...rows.filter(({ after }) => after)];
  const verdicts: Verdict[] = [];
  for (const [index, row] of ordered.entries()) {
    if (index % 100 === 0) tell(`${index} of ${ordered.length} requests`);
    verdicts.push(await judge(row, account));
  }
  print(verdicts);
  return verdicts.every(({ verdict }) => verdict === 'as stated' || verdict === 'not tried') ? 0 : 1;
}

function print(verdicts: readonly Verdict[]): void {
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  const counts = Object.fromEntries(
    [...Map.groupBy(verdicts, ({ verdict }) => verdict)].map(([verdict, all]) => [verdict, all.length]),
  );
  if (options.output === 'json') return out(JSON.stringify({ counts, verdicts }, undefined, 1));
  for (const { verdict, request, stated, answered, page } of verdicts) {
    if (verdict === 'as stated' || verdict === 'not tried') continue;
    out(`${verdict}: ${request}\n  stated    ${stated}\n  answered  ${answered}\n  page      ${page}`);
  }
  out(
    Object.entries(counts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
  );
}

if (options.help || (options.endpoint === undefined && !options.moto)) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = options.help ? 0 : 2;
} else if (options.endpoint !== undefined) {
  process.exitCode = await run(options.endpoint);
} else {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'AKIACONTRACT';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'emulated';
  const moto = await startMoto((line) => process.stderr.write(`${line}\n`));
  try {
    process.exitCode = await run(moto.endpoint);
  } finally {
    await moto.close();
  }
}

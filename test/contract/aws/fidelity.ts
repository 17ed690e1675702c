// The tables of lib/emulator/ACTIONS.md: each action that the models know, whether it is there, and how many tabled requests
// it refuses and accepts. `node test/contract/aws/fidelity.ts` prints it; with `--write` it goes there.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAwsServices } from '../../../lib/emulator/aws/aws-services.ts';
import { createCallers } from '../../../lib/emulator/aws/iam/callers.ts';
import type { AwsService } from '../../../lib/emulator/aws/service.ts';
import { createWorld } from '../../../lib/emulator/aws/world.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';
import { loadAccounts, loadRefusals, outcomeOf } from '../../mutation/checks/refusal-rows.ts';
import type { FrontDoor } from '../../unit/emulator-aws/front-door.ts';
import type { ReadBack } from '../../unit/emulator-aws/read-backs/read-back.ts';

export const tables = new URL('../../../lib/emulator/ACTIONS.md', import.meta.url);

interface Tally {
  refused: number;
  accepted: number;
}

/** Every service of the emulated account. */
export function allServices(): readonly AwsService[] {
  const where = {
    clock: createClock('manual'),
    random: createRandom(1),
    accountId: '123456789012',
    region: 'us-west-2',
  };
  const world = createWorld({ ...where, timeScale: 0 });
  const { services } = createAwsServices({
    world,
    callers: createCallers(world.accountId),
    targetHealth: 'always-healthy',
    tagSearchLagSeconds: 0,
    certificates: { strictFqdn: true },
  });
  return [...services, createSqsService(createQueues(where))];
}

/** Action (`<signing name> <action>`) → how many requests of the tables it refused and answered. */
async function tallies(): Promise<ReadonlyMap<string, Tally>> {
  const counts = new Map<string, Tally>();
  const count = (account: FrontDoor, from: number) => {
    for (const { service, action, status } of account.emulator.callLog.entries().slice(from)) {
      const tally = counts.get(`${service} ${action}`) ?? { refused: 0, accepted: 0 };
      tally[status >= 400 ? 'refused' : 'accepted'] += 1;
      counts.set(`${service} ${action}`, tally);
    }
  };
  const accountFor = await loadAccounts();
  for (const row of await loadRefusals()) {
    const account = await accountFor(row);
    const before = account.emulator.callLog.entries().length;
    await outcomeOf(row, account);
    count(account, before);
  }
  for (const table of await loadReadBacks()) {
    const account = await accountFor({ request: '', code: '', message: '', send: () => Promise.resolve() });
    const before = account.emulator.callLog.entries().length;
    for (const row of table) await row.read(account);
    count(account, before);
  }
  return counts;
}

async function loadReadBacks(): Promise<readonly (readonly ReadBack[])[]> {
  const folder = new URL('../../unit/emulator-aws/read-backs/', import.meta.url);
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('-read-backs.ts'));
  const modules = await Promise.all(
    files.map(async (file) => (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(Array.isArray) as (readonly ReadBack[])[]);
}

function tableOf({ signingName, model, actions }: AwsService, counts: ReadonlyMap<string, Tally>): string {
  const rows = Object.keys(model.operations)
    .sort()
    .map((action) => {
      const { refused = 0, accepted = 0 } = counts.get(`${signingName} ${action}`) ?? {};
      const number = (value: number) => (value === 0 ? '–' : String(value));
      return `| ${action} | ${actions[action] === undefined ? 'no' : 'yes'} | ${number(refused)} | ${number(accepted)} |`;
    });
  const there = Object.keys(model.operations).filter((action) => actions[action] !== undefined).length;
  return [
    `### ${model.metadata.serviceId}: ${there} of ${rows.length}`,
    '',
    '| Action | Implemented | Refused | Accepted |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const [begin, end] = ['<!-- actions -->', '<!-- end of actions -->'];

if (import.meta.main) {
  const counts = await tallies();
  const sections = allServices().map((service) => tableOf(service, counts));
  const text = `${begin}\n\n${sections.join('\n\n')}\n\n${end}`;
  if (process.argv.includes('--write')) {
    const old = readFileSync(tables, 'utf8');
    writeFileSync(tables, old.slice(0, old.indexOf(begin)) + text + old.slice(old.indexOf(end) + end.length));
  } else process.stdout.write(`${text}\n`);
}

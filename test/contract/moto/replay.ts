// The calls of the worked example, and refused ones, made on the emulated account and then on moto; what differs, as a
// table. `npx node test/contract/moto/replay.ts [--calls]`; README.md judges the differences.
import { ACMClient } from '@aws-sdk/client-acm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { createAwsClients } from '../../../lib/adapters/aws/clients.ts';
import { createAwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { cluster } from '../../support/builders.ts';
import { printReport } from './report.ts';
import { startMoto } from './moto-server.ts';
import { prepareAccount } from './prepare-account.ts';
import { record, type RecordedCall } from './recorded-call.ts';
import { replayCalls } from './replay-calls.ts';
import { runWorkedExample } from './worked-example.ts';
import { sendRefused } from './refused-calls.ts';
import { runWrittenCalls } from './written-calls.ts';

const sdk = { region: 'us-west-2', credentials: { accessKeyId: 'AKIAREPLAY', secretAccessKey: 'secret' } };
const noLimit = { turn: () => Promise.resolve(), throttled: () => {} };

const emulator = await createAwsEmulator({
  clock: createClock('manual'),
  timeScale: 0,
  tagSearchLagSeconds: 0,
  clusterName: cluster,
  targetHealth: 'always-healthy',
});
const ours = { ...sdk, requestHandler: inProcess(emulator.handle) };

async function recordSession(): Promise<readonly RecordedCall[]> {
  const clients = createAwsClients(ours, noLimit);
  const recorder = await record(clients);
  await runWorkedExample(clients, emulator.account(), recorder);
  const account = emulator.account();
  await runWrittenCalls(clients, account, recorder, (made) => sendRefused(clients, account, made));
  return recorder.calls;
}

const calls = await recordSession();
const moto = await startMoto((line) => process.stderr.write(`${line}\n`));
try {
  const settings = { ...sdk, endpoint: moto.endpoint, maxAttempts: 1 };
  emulator.reset();
  const twins = await prepareAccount(emulator.account(), {
    ours: new EC2Client(ours),
    moto: new EC2Client(settings),
    motoAcm: new ACMClient(settings),
  });
  printReport(await replayCalls(calls, settings, twins), { listsCalls: process.argv.includes('--calls') });
} finally {
  await moto.close();
}

// The emulated AWS and its data plane, in the process whose processor time and memory are measured.
import { createAwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { startDataPlane } from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { answerParent } from '../part-process.ts';
import { fillAccount, type FilledAccount } from './account-plan.ts';
import { timeCalls } from './api-calls.ts';

/** An address of the emulated VPC that the address map puts on 127.0.0.1, the one every system has. */
const target = '10.244.0.1';

const clock = createClock('real');
const aws = await createAwsEmulator({ clock, timeScale: 0 });
const plane = startDataPlane({
  source: aws.loadBalancers,
  clock,
  timeScale: 0,
  addressMap: [{ from: '10.244.0.0/16', to: '127.0.0.0/16' }],
  portBase: 20_000,
});
let filled: FilledAccount | undefined;

const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

answerParent({
  /** Fills the account in front of a target on `port`; where its first load balancer listens. */
  fill: async (port: number) => {
    filled = await fillAccount(aws, { address: target, port });
    await plane.settled();
    const bound = plane.address(filled.loadBalancerArns[0] ?? '');
    return { host: bound?.address, port: bound?.ports['80'] };
  },
  calls: () => filled && timeCalls(aws, filled),
  /** Processor seconds used so far. */
  processorSeconds: used,
  residentMegabytes: () => {
    globalThis.gc?.();
    return process.memoryUsage.rss() / 2 ** 20;
  },
});

import { describe, expect, it } from 'vitest';
import { countFaults } from '../../../lambdas/count-faults.ts';
import { createAwsReader } from '../../../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../../../lib/adapters/aws/aws-writer.ts';
import type { Ports } from '../../../lib/reconcile/ports.ts';
import { anAccount, faultOf, ours } from '../adapters/aws-account.ts';
import { aTargetGroup } from '../adapters/aws-stack.ts';

/** The AWS ports of a run and the metrics they have written. */
async function aRun() {
  const account = await anAccount();
  const metrics: string[] = [];
  const ignore = () => undefined;
  const log = { info: ignore, warn: ignore, error: ignore, count: (metric: string) => void metrics.push(metric) };
  const parts: Partial<Ports> = {
    aws: createAwsReader(account.clients),
    writer: createAwsWriter(account.clients),
    log,
  };
  const none = { cluster: {}, status: {}, facts: {}, targets: {}, doorbells: {} };
  return { account, metrics, ports: countFaults({ ...none, ...parts } as Ports) };
}

describe('a failure that waits for somebody', () => {
  it('is counted by its kind, and still a failure', async () => {
    const { account, metrics, ports } = await aRun();
    account.emulator.faults.add({ action: 'DescribeTargetGroups', kind: 'deny', times: 1 });
    expect((await faultOf(ports.aws.targetGroups({ names: ['cart'] }))).kind).toBe('denied');
    account.emulator.setLimits({ targetGroups: 0 });
    const request = { call: 'CreateTargetGroup', targetGroup: aTargetGroup(account, 'cart'), tags: ours } as const;
    const step = { id: 'create cart', verb: 'create', resource: 'cart', reason: '', after: [], request } as const;
    expect((await faultOf(ports.writer.perform(step, {}, () => Promise.resolve({})))).kind).toBe('quota');
    expect(metrics).toEqual(['FaultDenied', 'FaultQuota']);
  });

  it('is not one that passes, and not an answer', async () => {
    const { account, metrics, ports } = await aRun();
    expect(await ports.aws.targetGroups({ names: ['cart'] })).toEqual([]);
    account.emulator.faults.add({ action: 'DescribeTargetGroups', kind: 'throttle', times: 1 });
    expect((await faultOf(ports.aws.targetGroups({ names: ['cart'] }))).kind).toBe('throttled');
    expect(metrics).toEqual([]);
  });
});

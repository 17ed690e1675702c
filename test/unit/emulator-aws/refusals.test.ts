// Requests that AWS refuses, with its codes and texts. To add one, add a row to a table in `refusals/`.
import { beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from './aws.ts';
import { aFrontDoor, type FrontDoor } from './front-door.ts';
import { balancerRefusals } from './refusals/balancer-refusals.ts';
import { certificateRefusals } from './refusals/certificate-refusals.ts';
import { groupRefusals } from './refusals/group-refusals.ts';
import { listenerRefusals } from './refusals/listener-refusals.ts';
import { networkRefusals } from './refusals/network-refusals.ts';
import type { Refusal } from './refusals/refusal.ts';
import { actionRefusals } from './refusals/action-refusals.ts';
import { conditionRefusals } from './refusals/condition-refusals.ts';
import { ruleRefusals } from './refusals/rule-refusals.ts';

let shared: FrontDoor;

beforeAll(async () => {
  shared = await aFrontDoor();
});

async function accountFor({ after }: Refusal): Promise<FrontDoor> {
  if (!after) return shared;
  const account = await aFrontDoor();
  await after(account);
  return account;
}

const tables: readonly (readonly [string, readonly Refusal[]])[] = [
  ['conditions', conditionRefusals],
  ['actions', actionRefusals],
  ['rules', ruleRefusals],
  ['listeners', listenerRefusals],
  ['load balancers', balancerRefusals],
  ['target groups', groupRefusals],
  ['certificates', certificateRefusals],
  ['networks', networkRefusals],
];

describe.each(tables)('of %s, AWS refuses', (_noun, refusals) => {
  test.each(refusals.map((refusal) => [refusal.request, refusal] as const))('%s', async (_request, refusal) => {
    const { code, message } = await refusalOf(refusal.send(await accountFor(refusal)));
    expect(code).toBe(refusal.code);
    if (typeof refusal.message === 'string') expect(message).toBe(refusal.message);
    else expect(message).toMatch(refusal.message);
  });
});

test('a refused request changes nothing', async () => {
  const before = JSON.stringify(shared.emulator.loadBalancers.loadBalancers());
  for (const [, refusals] of tables) {
    for (const refusal of refusals) if (!refusal.after) await refusalOf(refusal.send(shared));
  }
  expect(JSON.stringify(shared.emulator.loadBalancers.loadBalancers())).toBe(before);
});

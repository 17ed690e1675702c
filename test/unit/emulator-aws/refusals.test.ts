// Requests that AWS refuses, with its codes and texts. To add one, add a row to a table in `refusals/`.
import { beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from './aws.ts';
import { aFrontDoor, type FrontDoor } from './front-door.ts';
import { balancerAttributeRefusals } from './refusals/balancer-attribute-refusals.ts';
import { balancerRefusals } from './refusals/balancer-refusals.ts';
import { certificateRefusals } from './refusals/certificate-refusals.ts';
import { certificateRequestRefusals } from './refusals/certificate-request-refusals.ts';
import { instanceRefusals } from './refusals/instance-refusals.ts';
import { routeRefusals } from './refusals/route-refusals.ts';
import { securityGroupRefusals } from './refusals/security-group-refusals.ts';
import { vpcRefusals } from './refusals/vpc-refusals.ts';
import { groupAttributeRefusals } from './refusals/group-attribute-refusals.ts';
import { groupRefusals } from './refusals/group-refusals.ts';
import { listenerRefusals } from './refusals/listener-refusals.ts';
import { networkBalancerRefusals } from './refusals/network-balancer-refusals.ts';
import { networkRefusals } from './refusals/network-refusals.ts';
import { missingRefusals } from './refusals/missing-refusals.ts';
import { placementRefusals } from './refusals/placement-refusals.ts';
import { answerRefusals } from './refusals/answer-refusals.ts';
import { listenerAttributeRefusals } from './refusals/listener-attribute-refusals.ts';
import { networkAttributeRefusals } from './refusals/network-attribute-refusals.ts';
import { networkGroupRefusals } from './refusals/network-group-refusals.ts';
import type { Refusal } from './refusals/refusal.ts';
import { actionRefusals } from './refusals/action-refusals.ts';
import { conditionRefusals } from './refusals/condition-refusals.ts';
import { ruleRefusals } from './refusals/rule-refusals.ts';
import { tagRefusals } from './refusals/tag-refusals.ts';
import { trustStoreRefusals } from './refusals/trust-store-refusals.ts';

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
  ['redirects and fixed responses', answerRefusals],
  ['rules', ruleRefusals],
  ['listeners', listenerRefusals],
  ['listener attributes', listenerAttributeRefusals],
  ['load balancers', balancerRefusals],
  ['load balancer attributes', balancerAttributeRefusals],
  ['network and gateway load balancers', networkBalancerRefusals],
  ['target groups of network load balancers', networkGroupRefusals],
  ['attributes of network load balancers', networkAttributeRefusals],
  ['networks around load balancing', placementRefusals],
  ['target groups', groupRefusals],
  ['target group attributes', groupAttributeRefusals],
  ['trust stores', trustStoreRefusals],
  ['what is not there', missingRefusals],
  ['tags', tagRefusals],
  ['certificates', certificateRefusals],
  ['certificates asked for', certificateRequestRefusals],
  ['networks', networkRefusals],
  ['VPCs and subnets', vpcRefusals],
  ['routes and addresses', routeRefusals],
  ['security groups', securityGroupRefusals],
  ['instances and interfaces', instanceRefusals],
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

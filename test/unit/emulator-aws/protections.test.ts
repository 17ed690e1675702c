// Shield Advanced: nothing without a subscription.
import {
  CreateProtectionCommand,
  CreateSubscriptionCommand,
  DeleteProtectionCommand,
  DeleteSubscriptionCommand,
  DescribeProtectionCommand,
  DescribeSubscriptionCommand,
  GetSubscriptionStateCommand,
  ListProtectionsCommand,
  ListTagsForResourceCommand,
  ShieldClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-shield';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { aLoadBalancer } from './balanced.ts';

async function aShield() {
  const aws = await anAws();
  const shield = aws.client(ShieldClient);
  const ResourceArn = await aLoadBalancer(aws, 'shop');
  const protect = () => shield.send(new CreateProtectionCommand({ Name: 'shop', ResourceArn }));
  return { ...aws, shield, ResourceArn, protect };
}

test('a subscription lasts a year at least', async () => {
  const { shield, clock, protect } = await aShield();
  const state = async () => (await shield.send(new GetSubscriptionStateCommand({}))).SubscriptionState;
  expect(await state()).toBe('INACTIVE');
  expect(await refusalOf(protect())).toEqual({
    code: 'InvalidOperationException',
    message: 'The subscription does not exist.',
  });
  expect((await refusalOf(shield.send(new DescribeSubscriptionCommand({})))).code).toBe('ResourceNotFoundException');
  await shield.send(new CreateSubscriptionCommand({}));
  expect(await state()).toBe('ACTIVE');
  const { Subscription } = await shield.send(new DescribeSubscriptionCommand({}));
  expect([Subscription?.StartTime, Subscription?.TimeCommitmentInSeconds]).toEqual([
    new Date(Date.UTC(2026, 0, 1)),
    31_536_000,
  ]);
  expect((await refusalOf(shield.send(new CreateSubscriptionCommand({})))).code).toBe('ResourceAlreadyExistsException');
  expect((await refusalOf(shield.send(new DeleteSubscriptionCommand({})))).code).toBe('LockedSubscriptionException');
  await clock.advance(31_536_000_000);
  await shield.send(new DeleteSubscriptionCommand({}));
  expect(await state()).toBe('INACTIVE');
});

test('a protection is found by its id and by its resource', async () => {
  const { shield, emulator, ResourceArn, protect } = await aShield();
  emulator.subscribeToShield();
  const { ProtectionId } = await protect();
  const { Protection } = await shield.send(new DescribeProtectionCommand({ ResourceArn }));
  expect(Protection).toMatchObject({ Id: ProtectionId, Name: 'shop', ResourceArn });
  expect((await shield.send(new DescribeProtectionCommand({ ProtectionId }))).Protection).toEqual(Protection);
  const listed = await shield.send(new ListProtectionsCommand({ InclusionFilters: { ProtectionNames: ['shop'] } }));
  expect(listed.Protections).toEqual([Protection]);
  const others = await shield.send(
    new ListProtectionsCommand({ InclusionFilters: { ResourceTypes: ['GLOBAL_ACCELERATOR'] } }),
  );
  expect(others.Protections).toEqual([]);
  await shield.send(new DeleteProtectionCommand({ ProtectionId }));
  expect((await refusalOf(shield.send(new DescribeProtectionCommand({ ResourceArn })))).code).toBe(
    'ResourceNotFoundException',
  );
});

test('protections carry tags', async () => {
  const { shield, emulator, protect } = await aShield();
  emulator.subscribeToShield();
  const { ProtectionId } = await protect();
  const ResourceARN = `arn:aws:shield::123456789012:protection/${ProtectionId}`;
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await shield.send(new TagResourceCommand({ ResourceARN, Tags }));
  await shield.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
  expect((await shield.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

// https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html
test('a resource is protected once, and must be there', async () => {
  const { shield, emulator, protect, ResourceArn } = await aShield();
  emulator.subscribeToShield();
  await protect();
  expect((await refusalOf(protect())).code).toBe('ResourceAlreadyExistsException');
  const elsewhere = new CreateProtectionCommand({ Name: 'x', ResourceArn: `${ResourceArn}0` });
  expect((await refusalOf(shield.send(elsewhere))).code).toBe('InvalidResourceException');
  const both = new DescribeProtectionCommand({ ResourceArn, ProtectionId: '1'.repeat(36) });
  expect((await refusalOf(shield.send(both))).code).toBe('InvalidParameterException');
});

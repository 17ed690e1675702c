// What a read answers when names are free, ARNs are ghosts and answers have several pages; and what it costs.
import { describe, expect, it } from 'vitest';
import { anAccount, clusterTag, ours } from './aws-account.ts';
import { aListener, createdListener, createdLoadBalancer, createdTargetGroup, notFound } from './aws-stack.ts';

describe('a read by names', () => {
  it('answers for those that exist, in two calls however many do not', async () => {
    const account = await anAccount();
    await createdTargetGroup(account, 'cart');
    await createdTargetGroup(account, 'theirs');
    account.calls();
    const names = ['cart', ...Array.from({ length: 30 }, (_, index) => `free-${index}`)];
    expect((await account.reader.targetGroups({ names })).map(({ name }) => name)).toEqual(['cart']);
    expect(account.calls()).toEqual(['DescribeTargetGroups', 'DescribeTargetGroups']);
    expect(await account.reader.targetGroups({ names: ['free'] })).toEqual([]);
    expect(account.calls()).toEqual(['DescribeTargetGroups']);
  });

  it('of nothing costs nothing', async () => {
    const account = await anAccount();
    account.calls();
    expect(await account.reader.targetGroups({ names: [] })).toEqual([]);
    expect(await account.reader.loadBalancers({ arns: [] })).toEqual([]);
    expect(await account.reader.tags([])).toEqual({});
    expect(await account.reader.securityGroups({ ids: [] })).toEqual([]);
    expect(account.calls()).toEqual([]);
  });
});

describe('a read by ARNs or ids', () => {
  it('of load balancers takes any number of them', async () => {
    const account = await anAccount();
    const arns: string[] = [];
    for (let index = 0; index < 23; index += 1) arns.push(await createdLoadBalancer(account, { name: `lb-${index}` }));
    expect(await account.reader.loadBalancers({ arns })).toHaveLength(23);
  });

  it('of tags takes any number of them, and ghosts among them hide nobody', async () => {
    const account = await anAccount();
    const arns: string[] = [];
    for (let index = 0; index < 43; index += 1) arns.push(await createdTargetGroup(account, `group-${index}`));
    account.calls();
    expect(Object.keys(await account.reader.tags(arns))).toHaveLength(43);
    expect(account.calls()).toHaveLength(3);
    await account.perform({ call: 'DeleteTargetGroup', targetGroup: arns[7] ?? '' });
    account.calls();
    const found = await account.reader.tags(arns);
    expect(Object.keys(found)).toHaveLength(42);
    expect(found[arns[7] ?? '']).toBeUndefined();
    expect(account.calls().length, 'halves are asked again, not each alone').toBeLessThan(15);
  });

  it('of security groups is not disturbed by one that does not exist', async () => {
    const account = await anAccount();
    const { nodeSecurityGroupId } = account.account;
    const found = await account.reader.securityGroups({ ids: ['sg-0123456789abcdef0', nodeSecurityGroupId] });
    expect(found.map(({ id }) => id)).toEqual([nodeSecurityGroupId]);
  });
});

describe('a read of what belongs to something that is gone', () => {
  it('is empty', async () => {
    const account = await anAccount();
    const loadBalancerArn = await createdLoadBalancer(account);
    const listener = await createdListener(account, loadBalancerArn, aListener(80));
    await account.perform({ call: 'DeleteLoadBalancer', loadBalancer: loadBalancerArn });
    expect(await account.reader.listeners(loadBalancerArn)).toEqual([]);
    expect(await account.reader.rules(listener)).toEqual([]);
    expect(await account.reader.targetGroups({ loadBalancerArn })).toEqual([]);
  });
});

describe('a list of several pages', () => {
  it('is read whole', async () => {
    const account = await anAccount();
    account.emulator.setLimits({ rules: 1000 });
    const listener = await createdListener(account, await createdLoadBalancer(account), aListener(80));
    for (let priority = 1; priority <= 405; priority += 1) {
      const conditions = [{ field: 'path-pattern' as const, values: [`/${priority}`] }];
      await account.perform({
        call: 'CreateRule',
        listener,
        priority,
        conditions,
        actions: [notFound],
        transforms: [],
        tags: ours,
      });
    }
    account.calls();
    const rules = await account.reader.rules(listener);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(405);
    expect(account.calls()).toEqual(['DescribeRules', 'DescribeRules']);
  });
});

describe('the search by tags', () => {
  it('answers for what carries all of them, some time later', async () => {
    const account = await anAccount({ as: 'reconcile', tagSearchLagSeconds: 30 });
    const group = await createdTargetGroup(account, 'cart');
    const search = () => account.reader.arnsByTags(ours, ['elasticloadbalancing:targetgroup']);
    expect(await search()).toEqual([]);
    await account.clock.advance(31_000);
    expect(await search()).toEqual([group]);
    expect(await account.reader.arnsByTags(ours, ['elasticloadbalancing:loadbalancer'])).toEqual([]);
    expect(await account.reader.arnsByTags({ ...ours, team: 'shop' }, ['elasticloadbalancing:targetgroup'])).toEqual(
      [],
    );
    expect(await account.reader.arnsByTags({ [clusterTag]: 'other' }, ['elasticloadbalancing:targetgroup'])).toEqual(
      [],
    );
  });
});

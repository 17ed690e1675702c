import { describe, expect, it } from 'vitest';
import { ingressToSdk, securityGroupFromSdk } from '../../../lib/adapters/aws/ingress-shapes.ts';
import { createTargetRegistry } from '../../../lib/adapters/aws/target-registry.ts';
import type { IngressRule } from '../../../lib/core/stack/stack.ts';
import { type Account, anAccount, faultOf, learntOf, ours } from './aws-account.ts';
import { createdLoadBalancer } from './aws-stack.ts';

async function createdGroup({ account, perform }: Account, name = 'k8s-shop-web'): Promise<string> {
  const group = {
    id: 'ManagedLBSecurityGroup',
    name,
    description: 'for the load balancer',
    vpcId: account.vpcId,
    tags: {},
    shared: false,
  };
  return learntOf(await perform({ call: 'CreateSecurityGroup', group, tags: ours }));
}

const web: IngressRule = {
  protocol: 'tcp',
  fromPort: 80,
  toPort: 80,
  source: { cidrIpv4: '0.0.0.0/0' },
  description: 'everybody',
};
const webV6: IngressRule = { protocol: 'tcp', fromPort: 443, toPort: 443, source: { cidrIpv6: '::/0' } };
const ping: IngressRule = { protocol: 'icmp', fromPort: 3, toPort: 4, source: { cidrIpv4: '10.0.0.0/8' } };

const sorted = (rules: readonly IngressRule[] = []) =>
  [...rules].sort((a, b) => JSON.stringify(a.source).localeCompare(JSON.stringify(b.source)));

describe('a security group that a step creates', () => {
  it('is found by id and by its tags, with the ingress it was given', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const id = await createdGroup(account);
    const rules = [
      web,
      webV6,
      ping,
      { ...web, source: { securityGroup: { ref: 'Backend', attribute: 'groupId' as const } } },
    ];
    const known = { thing: { groupId: id }, Backend: { groupId: account.account.nodeSecurityGroupId } };
    const groupId = { ref: 'thing', attribute: 'groupId' as const };
    await account.perform({ call: 'AuthorizeSecurityGroupIngress', groupId, rules }, { known });
    const [byId] = await account.reader.securityGroups({ ids: [id] });
    expect(byId).toMatchObject({ id, name: 'k8s-shop-web', vpcId: account.account.vpcId, tags: ours });
    const resolved = [...rules.slice(0, 3), { ...web, source: { securityGroup: account.account.nodeSecurityGroupId } }];
    expect(sorted(byId?.ingress)).toEqual(sorted(resolved));
    expect(await account.reader.securityGroups({ vpcId: account.account.vpcId, tags: ours })).toEqual([byId]);
    expect(await account.reader.securityGroups({ vpcId: 'vpc-0123456789abcdef0', tags: ours })).toEqual([]);
  });

  it('gains and loses tags', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const groupId = await createdGroup(account);
    await account.perform({ call: 'CreateTags', groupId, tags: { team: 'shop', env: 'test' } });
    await account.perform({ call: 'DeleteTags', groupId, keys: ['env'] });
    expect((await account.reader.securityGroups({ ids: [groupId] }))[0]?.tags).toEqual({ ...ours, team: 'shop' });
  });

  it('cannot be deleted while something wears it, and then goes', async () => {
    const account = await anAccount();
    const groupId = await createdGroup(account);
    const loadBalancer = await createdLoadBalancer(account, { securityGroups: [groupId] });
    const remove = () => account.perform({ call: 'DeleteSecurityGroup', groupId }, { verb: 'delete' });
    expect((await faultOf(remove())).kind).toBe('in-use');
    await account.perform({ call: 'DeleteLoadBalancer', loadBalancer }, { verb: 'delete' });
    await account.clock.advance(600_000);
    await remove();
    expect(await account.reader.securityGroups({ ids: [groupId] })).toEqual([]);
    expect(await remove(), 'it has gone already').toEqual({});
  });

  it('with a name that is taken is a conflict', async () => {
    const account = await anAccount();
    await createdGroup(account);
    expect(await faultOf(createdGroup(account))).toMatchObject({ kind: 'conflict', code: 'InvalidGroup.Duplicate' });
  });
});

describe('a prefix list', () => {
  const partners: IngressRule = {
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    source: { prefixListId: 'pl-0123456789abcdef0' },
    description: 'partners',
  };

  it('is a source like others', () => {
    const [sent] = ingressToSdk([partners], String);
    expect(sent).toMatchObject({ PrefixListIds: [{ PrefixListId: 'pl-0123456789abcdef0', Description: 'partners' }] });
    expect(securityGroupFromSdk({ IpPermissions: sent ? [sent] : [] }).ingress).toEqual([partners]);
  });

  it('that does not exist is a mistake of whoever named it', async () => {
    const account = await anAccount();
    const groupId = await createdGroup(account);
    const call = 'AuthorizeSecurityGroupIngress';
    const fault = await faultOf(account.perform({ call, groupId, rules: [partners] }));
    expect(fault).toMatchObject({ kind: 'rejected', code: 'InvalidPrefixListID.NotFound' });
  });
});

describe('ingress', () => {
  const ingressOf = async ({ reader }: Account, id: string) =>
    sorted((await reader.securityGroups({ ids: [id] }))[0]?.ingress);

  it('that is there already hides nothing that is missing', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const groupId = await createdGroup(account);
    await account.perform({ call: 'AuthorizeSecurityGroupIngress', groupId, rules: [web] });
    await account.perform({ call: 'AuthorizeSecurityGroupIngress', groupId, rules: [web, webV6, ping] });
    expect(await ingressOf(account, groupId)).toEqual(sorted([web, webV6, ping]));
  });

  it('that is gone already hides nothing that is left', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const groupId = await createdGroup(account);
    await account.perform({ call: 'AuthorizeSecurityGroupIngress', groupId, rules: [web, webV6] });
    await account.perform(
      { call: 'RevokeSecurityGroupIngress', groupId, rules: [ping, web, webV6] },
      { verb: 'delete' },
    );
    expect(await ingressOf(account, groupId)).toEqual([]);
  });

  it('costs one call when nothing is in the way', async () => {
    const account = await anAccount();
    const groupId = await createdGroup(account);
    account.calls();
    await createTargetRegistry(account.clients).authorizeIngress(groupId, [web, webV6, ping]);
    expect(account.calls()).toEqual(['AuthorizeSecurityGroupIngress']);
    await createTargetRegistry(account.clients).revokeIngress(groupId, [web, webV6, ping]);
    expect(account.calls()).toEqual(['RevokeSecurityGroupIngress']);
    expect(await ingressOf(account, groupId)).toEqual([]);
  });

  it('beyond the quota of a group says so', async () => {
    const account = await anAccount();
    account.emulator.setLimits({ rulesPerSecurityGroup: 1 });
    const groupId = await createdGroup(account);
    const fault = await faultOf(
      account.perform({ call: 'AuthorizeSecurityGroupIngress', groupId, rules: [web, ping] }),
    );
    expect(fault).toMatchObject({ kind: 'quota', code: 'RulesPerSecurityGroupLimitExceeded' });
  });
});

import { describe, expect, it } from 'vitest';
import { createFactSource } from '../../../lib/adapters/aws/fact-source.ts';
import type { ClusterId } from '../../../lib/core/base/ids.ts';
import type { FactQuery } from '../../../lib/core/translate/facts.ts';
import { type Account, anAccount, faultOf } from './aws-account.ts';
import { createdTargetGroup } from './aws-stack.ts';
import { aCertificate, aTrustStore } from './user-certificates.ts';

const cluster = 'local' as ClusterId;

function factsOf(account: Account, vpcId = account.account.vpcId) {
  const source = createFactSource(account.clients, {
    vpcId: () => Promise.resolve(vpcId),
    clusterTag: (name) => `kubernetes.io/cluster/${name}`,
    now: account.clock.now,
  });
  return (...queries: readonly FactQuery[]) => source.gather(queries, cluster);
}

describe('a question about the network', () => {
  it('is answered with the address blocks of the VPC', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const { vpcId } = account.account;
    expect(await factsOf(account)({ fact: 'vpc' })).toEqual({
      vpc: { id: vpcId, cidrs: ['10.0.0.0/16', '10.244.0.0/16'], ipv6Cidrs: [] },
    });
  });

  it('stays unanswered for a VPC that does not exist', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const ask = factsOf(account, 'vpc-0123456789abcdef0');
    expect(await ask({ fact: 'vpc' }, { fact: 'subnets' })).toEqual({ subnets: [] });
  });

  it('is answered with every subnet, and with those that reach the internet when that is asked', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const { publicSubnetIds, privateSubnetIds, zones } = account.account;
    const ask = factsOf(account);
    const { subnets = [] } = await ask({ fact: 'subnets' });
    expect(subnets.map(({ id }) => id).sort()).toEqual([...publicSubnetIds, ...privateSubnetIds].sort());
    expect(subnets.find(({ id }) => id === publicSubnetIds[0])).toMatchObject({
      availabilityZone: zones[0],
      zoneType: 'availability-zone',
      ipv6Cidrs: [],
      tags: { 'kubernetes.io/role/elb': '1' },
    });
    expect(subnets.every(({ availableAddresses }) => availableAddresses > 1000)).toBe(true);
    account.calls();
    const reachable = await ask({ fact: 'subnets' }, { fact: 'reachability' });
    expect(
      reachable.subnets
        ?.filter(({ isPublic }) => isPublic)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...publicSubnetIds].sort());
    expect(account.calls()).toEqual(['DescribeRouteTables']);
  });
});

describe('a question about security groups', () => {
  it('is answered with those of the ids and names that exist', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const { nodeSecurityGroupId, defaultSecurityGroupId } = account.account;
    const ask = factsOf(account);
    const ids = [defaultSecurityGroupId, 'sg-0123456789abcdef0'];
    const named = { fact: 'security-groups', ids, names: ['eks-cluster-sg-local', 'nobody'] } as const;
    const { securityGroups = [] } = await ask(named, { fact: 'cluster-security-groups' });
    expect(securityGroups.map(({ id }) => id).sort()).toEqual([defaultSecurityGroupId, nodeSecurityGroupId].sort());
    const none = await ask({ fact: 'security-groups', ids: [], names: ['nobody'] });
    expect(none).toEqual({ securityGroups: [] });
  });
});

describe('a question about certificates', () => {
  it('is answered with the names of every issued one, whatever its key', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const imported = await aCertificate(account, 'shop.test');
    const { certificates = [] } = await factsOf(account)({ fact: 'certificates' });
    expect(Object.fromEntries(certificates.map(({ arn, names }) => [arn, [...names].sort()]))).toEqual({
      [account.account.certificateArn]: ['*.example.com', 'example.com'],
      [imported]: ['shop.test'],
    });
  });
});

describe('a question about something that a user names', () => {
  it('is answered with its ARN', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const [trustStore, group] = [await aTrustStore(account), await createdTargetGroup(account, 'theirs')];
    const facts = await factsOf(account)(
      { fact: 'trust-store', name: 'clients' },
      { fact: 'target-group', name: 'theirs' },
    );
    expect(facts).toEqual({ trustStores: { clients: trustStore }, targetGroups: { theirs: group } });
  });

  it('is answered without it while it does not exist, and with it as soon as it does', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const ask = factsOf(account);
    const queries = [
      { fact: 'trust-store', name: 'clients' },
      { fact: 'target-group', name: 'theirs' },
    ] as const;
    expect(await ask(...queries)).toEqual({ trustStores: {}, targetGroups: {} });
    const group = await createdTargetGroup(account, 'theirs');
    expect(await ask(...queries)).toEqual({ trustStores: {}, targetGroups: { theirs: group } });
  });
});

describe('an answer', () => {
  it('is believed for a minute', async () => {
    const account = await anAccount();
    const ask = factsOf(account);
    await ask({ fact: 'vpc' }, { fact: 'certificates' });
    account.calls();
    await account.clock.advance(59_000);
    await ask({ fact: 'certificates' }, { fact: 'vpc' });
    expect(account.calls()).toEqual([]);
    await account.clock.advance(1_000);
    await ask({ fact: 'vpc' });
    expect(account.calls()).toEqual(['DescribeVpcs']);
  });

  it('that failed is not', async () => {
    const account = await anAccount();
    const ask = factsOf(account);
    account.emulator.faults.add({ action: 'ListCertificates', kind: 'error-5xx', times: 1 });
    expect((await faultOf(ask({ fact: 'certificates' }))).kind).toBe('unreachable');
    expect((await ask({ fact: 'certificates' })).certificates).toHaveLength(1);
  });
});

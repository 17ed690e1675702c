import { describe, expect, it } from 'vitest';
import { eksClusterSource } from '../../../lib/adapters/aws/eks-cluster.ts';
import { anAccount, faultOf } from './aws-account.ts';

describe('what EKS says of a cluster', () => {
  it('is where its API is, asked once', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const ask = eksClusterSource(account.clients, 'shop');
    expect(await faultOf(ask())).toMatchObject({ kind: 'vanished', operation: 'DescribeCluster', resource: 'shop' });
    const certificateAuthorityData = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');
    account.emulator.setCluster({ name: 'shop', endpoint: 'https://10.0.0.1', certificateAuthorityData });
    account.calls();
    const { vpcId } = account.account;
    const cluster = { endpoint: 'https://10.0.0.1', certificateAuthority: '-----BEGIN CERTIFICATE-----', vpcId };
    expect(await ask()).toEqual(cluster);
    expect(await ask()).toEqual(cluster);
    expect(account.calls()).toEqual(['DescribeCluster']);
  });

  it('is a wait while it has no API yet', async () => {
    const account = await anAccount();
    account.emulator.setCluster({ name: 'new', endpoint: '', certificateAuthorityData: '' });
    expect(await faultOf(eksClusterSource(account.clients, 'new')())).toMatchObject({
      kind: 'unreachable',
      code: 'ClusterNotReady',
    });
  });
});

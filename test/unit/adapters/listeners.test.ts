import { describe, expect, it } from 'vitest';
import type { MutualAuthentication } from '../../../lib/core/stack/stack.ts';
import { anAccount, faultOf, ours } from './aws-account.ts';
import { aListener, createdListener, createdLoadBalancer, createdTargetGroup, notFound } from './aws-stack.ts';
import { aCertificate, aTrustStore } from './user-certificates.ts';

describe('a listener that a step creates', () => {
  it('is read back as asked for', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancerArn = await createdLoadBalancer(account);
    const arn = await createdListener(account, loadBalancerArn, aListener(8080));
    expect(await account.reader.listeners(loadBalancerArn)).toEqual([
      { arn, loadBalancerArn, port: 8080, protocol: 'HTTP', defaultActions: [notFound], certificates: [] },
    ]);
    expect(await account.reader.tags([arn])).toEqual({ [arn]: ours });
    expect(await account.reader.rules(arn), 'the default rule is the listener’s own').toEqual([]);
  });

  it('terminates TLS with its default certificate, and further ones are added and removed beside it', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const { certificateArn } = account.account;
    const [shop, blog] = [await aCertificate(account, 'shop.test'), await aCertificate(account, 'blog.test')];
    const loadBalancer = await createdLoadBalancer(account);
    const asked = aListener(443, {
      protocol: 'HTTPS',
      certificates: [certificateArn, shop, blog],
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
    const listener = await createdListener(account, loadBalancer, asked);
    await account.perform({ call: 'AddListenerCertificates', listener, certificates: [shop, blog] });
    const [found] = await account.reader.listeners(loadBalancer);
    expect(found).toMatchObject({ certificates: [certificateArn], sslPolicy: asked.sslPolicy, protocol: 'HTTPS' });
    expect(await account.reader.listenerCertificates(listener)).toEqual([certificateArn, shop, blog]);
    await account.perform({ call: 'RemoveListenerCertificates', listener, certificates: [shop, blog] });
    expect(await account.reader.listenerCertificates(listener)).toEqual([certificateArn]);
  });

  it('names a certificate once that is both the default and one of the others', async () => {
    const account = await anAccount();
    const { certificateArn } = account.account;
    const loadBalancer = await createdLoadBalancer(account);
    const asked = aListener(443, { protocol: 'HTTPS', certificates: [certificateArn] });
    const listener = await createdListener(account, loadBalancer, asked);
    await account.perform({ call: 'AddListenerCertificates', listener, certificates: [certificateArn] });
    expect(await account.reader.listenerCertificates(listener)).toEqual([certificateArn]);
  });
});

describe('a listener that a step modifies', () => {
  it('has the new default action and attributes', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const listener = await createdListener(account, loadBalancer, aListener(80));
    const group = await createdTargetGroup(account, 'cart');
    const forward = {
      type: 'forward' as const,
      targetGroups: [{ arn: group, weight: 1 }],
      stickiness: { enabled: false },
    };
    const attributes = { 'routing.http.response.server.enabled': 'false' };
    await account.perform({ call: 'ModifyListener', listener, to: aListener(80, { defaultActions: [forward] }) });
    await account.perform({ call: 'ModifyListenerAttributes', listener, attributes });
    const [found] = await account.reader.listeners(loadBalancer);
    expect(found?.defaultActions).toEqual([forward]);
    expect(await account.reader.listenerAttributes(listener)).toMatchObject(attributes);
  });

  it('asks clients for certificates as told, and no longer when nothing is told', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const trustStoreArn = await aTrustStore(account);
    const asking = (mutualAuthentication?: MutualAuthentication) =>
      aListener(443, {
        protocol: 'HTTPS',
        certificates: [account.account.certificateArn],
        ...(mutualAuthentication && { mutualAuthentication }),
      });
    const now = async () => (await account.reader.listeners(loadBalancer))[0]?.mutualAuthentication;
    const verify: MutualAuthentication = {
      mode: 'verify',
      trustStoreArn,
      ignoreClientCertificateExpiry: true,
      advertiseTrustStoreCaNames: 'on',
    };
    const listener = await createdListener(account, loadBalancer, asking(verify));
    expect(await now()).toEqual(verify);
    await account.perform({ call: 'ModifyListener', listener, to: asking({ mode: 'passthrough' }) });
    expect(await now()).toEqual({ mode: 'passthrough' });
    await account.perform({ call: 'ModifyListener', listener, to: asking() });
    expect(await now()).toEqual({ mode: 'off' });
  });

  it('goes, and with it its rules', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const listener = await createdListener(account, loadBalancer, aListener(80));
    await account.perform({ call: 'DeleteListener', listener }, { verb: 'delete' });
    expect(await account.reader.listeners(loadBalancer)).toEqual([]);
    expect(await account.reader.rules(listener)).toEqual([]);
    expect((await faultOf(account.reader.listenerAttributes(listener))).kind).toBe('vanished');
  });
});

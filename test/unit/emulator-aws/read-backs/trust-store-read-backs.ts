import {
  DescribeTrustStoreAssociationsCommand,
  DescribeTrustStoreRevocationsCommand,
  DescribeTrustStoresCommand,
  ModifyListenerCommand,
  ModifyTrustStoreCommand,
  RemoveTrustStoreRevocationsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api, guide } from '../refusals/pages.ts';
import { aCertificate, aTrustStore, revoke } from '../trust-store.ts';
import { fresh, shown, type ReadBack } from './read-back.ts';

const bundle = { CaCertificatesBundleS3Bucket: 'trust', CaCertificatesBundleS3Key: 'ca.pem' };

/** A store of its own, of a bundle of so many certificates. */
const store = (account: FrontDoor, certificateCount = 1) => aTrustStore(account, `store-${fresh()}`, certificateCount);

async function described({ elb }: FrontDoor, arn: string) {
  const { TrustStores } = await elb.send(new DescribeTrustStoresCommand({ TrustStoreArns: [arn] }));
  const { Name: _name, TrustStoreArn: _arn, ...rest } = TrustStores?.[0] ?? {};
  return rest;
}

const revocations = async ({ elb }: FrontDoor, TrustStoreArn: string, RevocationIds?: number[]) =>
  (await elb.send(new DescribeTrustStoreRevocationsCommand({ TrustStoreArn, ...(RevocationIds && { RevocationIds }) })))
    .TrustStoreRevocations ?? [];

export const trustStoreReadBacks: readonly ReadBack[] = [
  shown(
    'a store',
    async (account) => described(account, await store(account)),
    { Status: 'ACTIVE', NumberOfCaCertificates: 1, TotalRevokedEntries: 0 },
    api('TrustStore'),
  ),
  shown(
    'a store of three authorities',
    async (account) => (await described(account, await store(account, 3))).NumberOfCaCertificates,
    3,
    api('TrustStore'),
  ),
  shown(
    'an ARN of a store',
    async (account) => (await store(account)).replace(/store-\d+/, 'name').replace(/[0-9a-f]{16}$/, '<id>'),
    'arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/name/<id>',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
  shown(
    'another bundle',
    async (account) => {
      const TrustStoreArn = await store(account);
      account.emulator.buckets.put('trust', 'two.pem', `${await aCertificate()}\n${await aCertificate()}`);
      const { TrustStores } = await account.elb.send(
        new ModifyTrustStoreCommand({ TrustStoreArn, ...bundle, CaCertificatesBundleS3Key: 'two.pem' }),
      );
      return TrustStores?.[0]?.NumberOfCaCertificates;
    },
    2,
    api('ModifyTrustStore'),
  ),
  shown(
    'a list of two revoked certificates',
    async (account) => {
      const arn = await store(account);
      const answered = await revoke(account, arn, '01', '02');
      return answered?.map(({ TrustStoreArn, ...rest }) => ({ ...rest, isOwn: TrustStoreArn === arn }));
    },
    [{ RevocationId: 1, RevocationType: 'CRL', NumberOfRevokedEntries: 2, isOwn: true }],
    api('TrustStoreRevocation'),
  ),
  shown(
    'the revoked certificates of all lists together',
    async (account) => {
      const arn = await store(account);
      await revoke(account, arn, '01', '02');
      await revoke(account, arn, '03');
      return (await described(account, arn)).TotalRevokedEntries;
    },
    3,
    api('TrustStore'),
  ),
  shown(
    'the lists of a store, in the order they came',
    async (account) => {
      const arn = await store(account);
      await revoke(account, arn, '01');
      await revoke(account, arn, '02', '03');
      const found = await revocations(account, arn);
      return found.map(({ RevocationId, RevocationType, NumberOfRevokedEntries }) => [
        RevocationId,
        RevocationType,
        NumberOfRevokedEntries,
      ]);
    },
    [
      [1, 'CRL', 1],
      [2, 'CRL', 2],
    ],
    api('DescribeTrustStoreRevocations'),
  ),
  shown(
    'one list of two',
    async (account) => {
      const arn = await store(account);
      await revoke(account, arn, '01');
      await revoke(account, arn, '02');
      return (await revocations(account, arn, [2])).map(({ RevocationId }) => RevocationId);
    },
    [2],
    api('DescribeTrustStoreRevocations'),
  ),
  shown(
    'a list taken away, whose number is not used again',
    async (account) => {
      const TrustStoreArn = await store(account);
      await revoke(account, TrustStoreArn, '01');
      await account.elb.send(new RemoveTrustStoreRevocationsCommand({ TrustStoreArn, RevocationIds: [1] }));
      await revoke(account, TrustStoreArn, '02');
      return (await revocations(account, TrustStoreArn)).map(({ RevocationId }) => RevocationId);
    },
    [2],
    api('RemoveTrustStoreRevocations'),
  ),
  shown(
    'nobody who uses a store',
    async ({ elb, ...account }) =>
      (await elb.send(new DescribeTrustStoreAssociationsCommand({ TrustStoreArn: await store({ elb, ...account }) })))
        .TrustStoreAssociations,
    [],
    api('DescribeTrustStoreAssociations'),
  ),
  shown(
    'the listener that uses a store, until it stops',
    async (account) => {
      const { elb, https: ListenerArn } = account;
      const TrustStoreArn = await store(account);
      const users = async () =>
        (await elb.send(new DescribeTrustStoreAssociationsCommand({ TrustStoreArn }))).TrustStoreAssociations;
      await elb.send(
        new ModifyListenerCommand({ ListenerArn, MutualAuthentication: { Mode: 'verify', TrustStoreArn } }),
      );
      const during = await users();
      await elb.send(new ModifyListenerCommand({ ListenerArn, MutualAuthentication: { Mode: 'off' } }));
      return [during, await users()];
    },
    ({ https }: FrontDoor) => [[{ ResourceArn: https }], []],
    guide('mutual-authentication'),
  ),
  shown(
    'expired certificates let through, and authorities named',
    async (account) => {
      const { elb, https: ListenerArn } = account;
      const MutualAuthentication = {
        Mode: 'verify',
        TrustStoreArn: await store(account),
        IgnoreClientCertificateExpiry: true,
        AdvertiseTrustStoreCaNames: 'on' as const,
      };
      const { Listeners } = await elb.send(new ModifyListenerCommand({ ListenerArn, MutualAuthentication }));
      await elb.send(new ModifyListenerCommand({ ListenerArn, MutualAuthentication: { Mode: 'off' } }));
      const { TrustStoreArn: _arn, ...shows } = Listeners?.[0]?.MutualAuthentication ?? {};
      return shows;
    },
    { Mode: 'verify', IgnoreClientCertificateExpiry: true, AdvertiseTrustStoreCaNames: 'on' },
    api('MutualAuthenticationAttributes'),
  ),
];

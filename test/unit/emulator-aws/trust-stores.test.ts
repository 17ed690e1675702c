// Mutual TLS: trust stores, what is read into them, and the listeners that verify against them.
import {
  DeleteTrustStoreCommand,
  DescribeTrustStoresCommand,
  GetTrustStoreCaCertificatesBundleCommand,
  GetTrustStoreRevocationContentCommand,
  ModifyListenerCommand,
  ModifyTrustStoreCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { aBalancedAccount } from './balanced.ts';
import { aCertificate, aTrustStore, revoke } from './trust-store.ts';

/** What a client gets that follows a presigned location. */
async function fetched({ emulator }: Aws, location = '') {
  const { host, pathname, search } = new URL(location);
  const { status, body } = await emulator.handle({
    method: 'GET',
    path: `${pathname}${search}`,
    headers: { host },
    body: Buffer.alloc(0),
  });
  return { status, text: Buffer.from(body as Uint8Array).toString() };
}

test('a trust store takes a moment to be active', async () => {
  const aws = await anAws({ timeScale: 1 });
  const arn = await aTrustStore(aws);
  const status = async () => {
    const { TrustStores } = await aws.elb.send(new DescribeTrustStoresCommand({ TrustStoreArns: [arn] }));
    return `${TrustStores?.[0]?.Status} ${TrustStores?.[0]?.NumberOfCaCertificates}`;
  };
  expect(await status()).toBe('CREATING 1');
  await aws.clock.advance(5000);
  expect(await status()).toBe('ACTIVE 1');
});

test('a store cannot be deleted before its last listener stops verifying', async () => {
  const account = await aBalancedAccount();
  const { elb, https } = account;
  const arn = await aTrustStore(account);
  await elb.send(
    new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication: { Mode: 'verify', TrustStoreArn: arn } }),
  );
  const remove = () => elb.send(new DeleteTrustStoreCommand({ TrustStoreArn: arn }));
  expect((await refusalOf(remove())).code).toBe('TrustStoreInUseException');
  await elb.send(new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication: { Mode: 'off' } }));
  await remove();
});

test('the bundle is at its location, as it was read and not as the bucket has become', async () => {
  const aws = await anAws();
  const TrustStoreArn = await aTrustStore(aws);
  const bundle = aws.emulator.buckets.read('trust', 'ca.pem');
  aws.emulator.buckets.put('trust', 'ca.pem', await aCertificate());
  const { Location } = await aws.elb.send(new GetTrustStoreCaCertificatesBundleCommand({ TrustStoreArn }));
  expect(await fetched(aws, Location)).toEqual({ status: 200, text: bundle });

  await aws.elb.send(
    new ModifyTrustStoreCommand({
      TrustStoreArn,
      CaCertificatesBundleS3Bucket: 'trust',
      CaCertificatesBundleS3Key: 'ca.pem',
    }),
  );
  const { Location: later } = await aws.elb.send(new GetTrustStoreCaCertificatesBundleCommand({ TrustStoreArn }));
  expect((await fetched(aws, later)).text).toBe(aws.emulator.buckets.read('trust', 'ca.pem'));
});

test('a revocation list is at its location for ten minutes', async () => {
  const aws = await anAws();
  const TrustStoreArn = await aTrustStore(aws);
  await revoke(aws, TrustStoreArn, '01', '02');
  const list = aws.emulator.buckets.read('trust', 'crl.pem');
  const { Location } = await aws.elb.send(
    new GetTrustStoreRevocationContentCommand({ TrustStoreArn, RevocationId: 1 }),
  );
  expect(await fetched(aws, Location)).toEqual({ status: 200, text: list });
  await aws.clock.advance(601_000);
  expect((await fetched(aws, Location)).status).toBe(403);
});

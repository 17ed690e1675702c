// Mutual TLS: trust stores and the listeners that verify against them.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  CreateTrustStoreCommand,
  DeleteTrustStoreCommand,
  DescribeTrustStoreAssociationsCommand,
  DescribeTrustStoresCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { aBalancedAccount, given, type Balanced } from './balanced.ts';

async function anAuthority(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const extensions = [new BasicConstraintsExtension(true, undefined, true)];
  const input = { name: 'CN=clients', signingAlgorithm: algorithm, keys, extensions };
  return (await X509CertificateGenerator.createSelfSigned(input)).toString('pem');
}

async function aTrustStore({ elb, emulator }: Pick<Balanced, 'elb' | 'emulator'>) {
  emulator.buckets.put('trust', 'ca.pem', await anAuthority());
  const { TrustStores } = await elb.send(
    new CreateTrustStoreCommand({
      Name: 'clients',
      CaCertificatesBundleS3Bucket: 'trust',
      CaCertificatesBundleS3Key: 'ca.pem',
    }),
  );
  return given(TrustStores?.[0]?.TrustStoreArn);
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

test('a store is associated with the listener that verifies against it, and cannot be deleted before it stops', async () => {
  const account = await aBalancedAccount();
  const { elb, https } = account;
  const arn = await aTrustStore(account);
  const { Listeners } = await elb.send(
    new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication: { Mode: 'verify', TrustStoreArn: arn } }),
  );
  expect(Listeners?.[0]?.MutualAuthentication).toEqual({
    Mode: 'verify',
    TrustStoreArn: arn,
    IgnoreClientCertificateExpiry: false,
    AdvertiseTrustStoreCaNames: 'off',
  });
  const associations = await elb.send(new DescribeTrustStoreAssociationsCommand({ TrustStoreArn: arn }));
  expect(associations.TrustStoreAssociations).toEqual([{ ResourceArn: https }]);
  const remove = () => elb.send(new DeleteTrustStoreCommand({ TrustStoreArn: arn }));
  expect((await refusalOf(remove())).code).toBe('TrustStoreInUseException');
  await elb.send(new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication: { Mode: 'off' } }));
  await remove();
});

// What users bring: certificates in ACM, and a certificate authority for clients as a trust store.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { ImportCertificateCommand } from '@aws-sdk/client-acm';
import { CreateTrustStoreCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';
import { aKeyPair } from '../emulator-aws/key-pairs.ts';
import type { Account } from './aws-account.ts';

/** ARN of an imported certificate for `domain`. */
export async function aCertificate({ admin }: Account, domain: string): Promise<string> {
  const { certificate, key } = await aKeyPair(domain);
  const acm = await admin.acm();
  const { CertificateArn = '' } = await acm.send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) }),
  );
  return CertificateArn;
}

/** ARN of the trust store `clients`. */
export async function aTrustStore({ emulator, admin }: Account): Promise<string> {
  emulator.buckets.put('trust', 'ca.pem', await anAuthority());
  const { TrustStores = [] } = await admin.elbv2.send(
    new CreateTrustStoreCommand({
      Name: 'clients',
      CaCertificatesBundleS3Bucket: 'trust',
      CaCertificatesBundleS3Key: 'ca.pem',
    }),
  );
  return TrustStores[0]?.TrustStoreArn ?? '';
}

async function anAuthority(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const extensions = [new BasicConstraintsExtension(true, undefined, true)];
  const input = { name: 'CN=clients', signingAlgorithm: algorithm, keys, extensions };
  return (await X509CertificateGenerator.createSelfSigned(input)).toString('pem');
}

// Trust stores, and what they are made of.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { AddTrustStoreRevocationsCommand, CreateTrustStoreCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { BasicConstraintsExtension, X509CertificateGenerator, X509CrlGenerator } from '@peculiar/x509';
import type { Aws } from './aws.ts';
import { given } from './balanced.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** A self-signed certificate of an authority, or of an end entity. */
export async function aCertificate(isAuthority = true): Promise<string> {
  const extensions = [new BasicConstraintsExtension(isAuthority, undefined, true)];
  const input = { name: 'CN=clients', signingAlgorithm: algorithm, keys: await makeKeys(), extensions };
  return (await X509CertificateGenerator.createSelfSigned(input)).toString('pem');
}

/** A list that revokes certificates of these serial numbers (hexadecimal). */
export async function aRevocationList(...serialNumbers: string[]): Promise<string> {
  const { privateKey } = await makeKeys();
  const thisUpdate = new Date(Date.UTC(2025, 0, 1));
  const entries = serialNumbers.map((serialNumber) => ({ serialNumber, revocationDate: thisUpdate }));
  const crl = await X509CrlGenerator.create({
    issuer: 'CN=clients',
    thisUpdate,
    nextUpdate: new Date(Date.UTC(2030, 0, 1)),
    entries,
    signingAlgorithm: algorithm,
    signingKey: privateKey,
  });
  return crl.toString('pem');
}

type Account = Pick<Aws, 'elb' | 'emulator'>;

/** A store named `clients`, unless asked otherwise, of the bundle `trust/ca.pem`. */
export async function aTrustStore({ elb, emulator }: Account, Name = 'clients', certificateCount = 1): Promise<string> {
  const certificates = await Promise.all(Array.from({ length: certificateCount }, () => aCertificate()));
  emulator.buckets.put('trust', 'ca.pem', certificates.join('\n'));
  const { TrustStores } = await elb.send(
    new CreateTrustStoreCommand({
      Name,
      CaCertificatesBundleS3Bucket: 'trust',
      CaCertificatesBundleS3Key: 'ca.pem',
    }),
  );
  return given(TrustStores?.[0]?.TrustStoreArn);
}

/** Adds a list that revokes these serial numbers. */
export async function revoke({ elb, emulator }: Account, TrustStoreArn: string, ...serialNumbers: string[]) {
  emulator.buckets.put('trust', 'crl.pem', await aRevocationList(...serialNumbers));
  const { TrustStoreRevocations } = await elb.send(
    new AddTrustStoreRevocationsCommand({
      TrustStoreArn,
      RevocationContents: [{ S3Bucket: 'trust', S3Key: 'crl.pem', RevocationType: 'CRL' }],
    }),
  );
  return TrustStoreRevocations;
}

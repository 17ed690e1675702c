// The certificate of the initial account: a real key pair and a real, self-signed certificate, made once per process.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator, SubjectAlternativeNameExtension, type GeneralNameType } from '@peculiar/x509';
import type { ImportMaterial } from './parse-certificate.ts';

/** Names the certificate is for. */
export const exampleDomains = ['*.example.com', 'example.com'];

let made: Promise<ImportMaterial> | undefined;

/** Certificate and key as PEM. The same for the whole process: making RSA keys is slow. */
export const exampleCertificate = (): Promise<ImportMaterial> => (made ??= make());

async function make(): Promise<ImportMaterial> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    name: `CN=${exampleDomains[0]}`,
    notBefore: new Date(Date.UTC(2025, 0, 1)),
    notAfter: new Date(Date.UTC(2045, 0, 1)),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(exampleDomains.map((value) => ({ type: 'dns' as GeneralNameType, value }))),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = (key.match(/.{1,64}/g) ?? []).join('\n');
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  };
}

// The certificate of the initial account, made once per process.
import { makeCertificate } from './make-certificate.ts';
import type { ImportMaterial } from './parse-certificate.ts';

/** Names the certificate is for. */
export const exampleDomains = ['*.example.com', 'example.com'];

let made: Promise<ImportMaterial> | undefined;

/** Certificate and key as PEM. The same for the whole process: making RSA keys is slow. */
export const exampleCertificate = (): Promise<ImportMaterial> =>
  (made ??= makeCertificate({
    domains: exampleDomains,
    keyAlgorithm: 'RSA_2048',
    serialNumber: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    notBefore: new Date(Date.UTC(2025, 0, 1)),
    notAfter: new Date(Date.UTC(2045, 0, 1)),
  }));

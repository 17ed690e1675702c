// Self-signed certificates for HTTPS listeners, written in DER by hand (RFC 5280 §4.1).
import { generateKeyPairSync, sign } from 'node:crypto';
import type { CertificateView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const time = (text: string) => der(0x17, Buffer.from(text));
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);

const commonName = oid('550403');
const subjectAltName = oid('551d11');
const algorithms = {
  ecdsa: sequence(oid('2a8648ce3d040302')),
  rsa: sequence(oid('2a864886f70d01010b'), der(0x05)),
};
let serial = 0;

/** A certificate for `domainNames`, with an ECDSA key unless told otherwise. */
export function aCertificate(domainNames: readonly string[], key: 'ecdsa' | 'rsa' = 'ecdsa'): CertificateView {
  const keys =
    key === 'ecdsa'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(domainNames[0] ?? '')))));
  const names = sequence(...domainNames.map((domainName) => der(0x82, Buffer.from(domainName))));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([(serial += 1)])),
    algorithms[key],
    name,
    sequence(time('260101000000Z'), time('460101000000Z')),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, names)))),
  );
  const signature = bits(sign('sha256', toBeSigned, keys.privateKey));
  const certificate = sequence(toBeSigned, algorithms[key], signature).toString('base64');
  return {
    arn: `arn:certificate/${domainNames[0]}-${key}`,
    domainNames,
    certificatePem: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

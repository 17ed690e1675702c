// A certificate revocation list of a trust store (RFC 5280 §5).
import 'reflect-metadata';
import { verify, type X509Certificate } from 'node:crypto';
import { X509Crl, X509Certificate as ParsedCertificate } from '@peculiar/x509';
import { derElements } from './der.ts';

export interface RevocationList {
  /** Whether the list speaks for what `authority` issued, by name. */
  isOf(authority: X509Certificate): boolean;
  isSignedBy(authority: X509Certificate): boolean;
  isRevoked(certificate: X509Certificate): boolean;
}

/** Reads a PEM list; throws for text that is none. */
export function readRevocationList(pem: string): RevocationList {
  const list = new X509Crl(pem);
  const revoked = new Set(list.entries.map(({ serialNumber }) => plainSerial(serialNumber)));
  return {
    isOf: (authority) => new ParsedCertificate(authority.raw).subject === list.issuer,
    isSignedBy: (authority) => isSignedBy(list, authority),
    isRevoked: (certificate) => revoked.has(plainSerial(certificate.serialNumber)),
  };
}

/** Hexadecimal without leading zeros, lower case. */
const plainSerial = (serial: string) => serial.toLowerCase().replace(/^0+(?=.)/, '');

function isSignedBy(list: X509Crl, authority: X509Certificate): boolean {
  const [outer] = derElements(Buffer.from(list.rawData));
  const [signed, , signature] = derElements(outer?.content ?? Buffer.alloc(0));
  const { hash } = list.signatureAlgorithm;
  if (!signed || !signature || !hash) return false;
  const digest = (typeof hash === 'string' ? hash : hash.name).replace('-', '');
  // The first byte of a BIT STRING counts its unused bits.
  return verify(digest, signed.whole, authority.publicKey, signature.content.subarray(1));
}

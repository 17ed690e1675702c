// Mutual TLS in verify mode: whether a client certificate leads to an authority of the trust store. Elastic Load
// Balancing user guide, "Mutual authentication with TLS" (keys, signatures), "Quotas" (chain depth) and "Connection logs"
// (reason codes). Every authority must be reached up to a self-signed one; intermediates may come from the client.
import 'reflect-metadata';
import type { X509Certificate } from 'node:crypto';
import { BasicConstraintsExtension, X509Certificate as ParsedCertificate } from '@peculiar/x509';
import { derElements } from './der.ts';
import type { RevocationList } from './revocation-list.ts';

/** Reason codes of the connection log. */
export type ClientCertificateFault =
  | 'ClientCertMaxChainDepthExceeded'
  | 'ClientCertCrlHit'
  | 'ClientCertCrlProcessingError'
  | 'ClientCertUntrusted'
  | 'ClientCertNotYetValid'
  | 'ClientCertExpired'
  | 'ClientCertTypeUnsupported'
  | 'ClientCertPurposeInvalid'
  | 'UnmappedConnectionError';

export interface Trust {
  readonly authorities: readonly X509Certificate[];
  readonly revocationLists: readonly RevocationList[];
  /** Accepts a client certificate after its end; authorities must be valid all the same. */
  readonly ignoreExpiry: boolean;
}

/** Certificates from the client's up to the root. */
const maxChainDepth = 4;
const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const anyPurpose = '2.5.29.37.0';

/**
 * The fault of the chain a client presented (its own certificate first) at `now`, milliseconds since the epoch;
 * undefined when it is to be trusted. A client without a certificate has an `UnmappedConnectionError`.
 */
export function verifyClientCertificate(
  presented: readonly X509Certificate[],
  trust: Trust,
  now: number,
): ClientCertificateFault | undefined {
  const [leaf] = presented;
  if (!leaf) return 'UnmappedConnectionError';
  if (presented.length > maxChainDepth) return 'ClientCertMaxChainDepthExceeded';
  const path = pathToRoot([leaf], [...trust.authorities, ...presented.slice(1)], trust);
  if (!path) return 'ClientCertUntrusted';
  if (path.length > maxChainDepth) return 'ClientCertMaxChainDepthExceeded';
  if (path.some((certificate) => !isSupported(certificate))) return 'ClientCertTypeUnsupported';
  return validityFault(path, trust, now) ?? purposeFault(leaf) ?? revocationFault(path, trust);
}

function pathToRoot(
  path: readonly [X509Certificate, ...X509Certificate[]],
  candidates: readonly X509Certificate[],
  trust: Trust,
): readonly X509Certificate[] | undefined {
  const last = path.at(-1) ?? path[0];
  const isRoot = last.checkIssued(last);
  if (isRoot) return trust.authorities.some((authority) => authority.raw.equals(last.raw)) ? path : undefined;
  // One more than allowed, so that a chain that is too long is told from one that leads nowhere.
  if (path.length > maxChainDepth) return path;
  for (const candidate of candidates) {
    if (path.includes(candidate) || !issued(candidate, last, path.length - 1)) continue;
    const found = pathToRoot([...path, candidate], candidates, trust);
    if (found) return found;
  }
  return undefined;
}

/** Whether `authority`, with `below` other authorities between it and the client, may and did issue `certificate`. */
function issued(authority: X509Certificate, certificate: X509Certificate, below: number): boolean {
  if (!authority.ca || !certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) return false;
  const { pathLength } = new ParsedCertificate(authority.raw).getExtension(BasicConstraintsExtension) ?? {};
  return pathLength === undefined || below <= pathLength;
}

function isSupported(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  const hasKey =
    asymmetricKeyType === 'ec'
      ? ['prime256v1', 'secp384r1', 'secp521r1'].includes(asymmetricKeyDetails?.namedCurve ?? '')
      : (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') && bits >= 2048 && bits <= 8192;
  const isSelfSigned = certificate.checkIssued(certificate);
  return hasKey && isVersion3(certificate) && (isSelfSigned || hasStrongSignature(certificate));
}

const hasStrongSignature = ({ signatureAlgorithm = '' }: X509Certificate) =>
  /sha-?(256|384|512)|pss/i.test(signatureAlgorithm);

/** The version is an explicit [0] at the head of the signed part; version 1 leaves it out. */
function isVersion3(certificate: X509Certificate): boolean {
  const [outer] = derElements(certificate.raw);
  const [signed] = derElements(outer?.content ?? Buffer.alloc(0));
  const [first] = derElements(signed?.content ?? Buffer.alloc(0));
  return first?.tag === 0xa0 && first.content.at(-1) === 2;
}

function validityFault(path: readonly X509Certificate[], trust: Trust, now: number) {
  if (path.some(({ validFromDate }) => validFromDate.getTime() > now)) return 'ClientCertNotYetValid' as const;
  const judged = trust.ignoreExpiry ? path.slice(1) : path;
  return judged.some(({ validToDate }) => validToDate.getTime() < now) ? ('ClientCertExpired' as const) : undefined;
}

function purposeFault({ keyUsage }: X509Certificate) {
  const isForClients = !keyUsage || keyUsage.includes(clientAuthentication) || keyUsage.includes(anyPurpose);
  return isForClients ? undefined : ('ClientCertPurposeInvalid' as const);
}

function revocationFault(path: readonly X509Certificate[], { revocationLists }: Trust) {
  for (const [index, certificate] of path.entries()) {
    const authority = path[index + 1];
    const lists = authority ? revocationLists.filter((list) => list.isOf(authority)) : [];
    if (authority && !lists.every((list) => list.isSignedBy(authority))) return 'ClientCertCrlProcessingError' as const;
    if (lists.some((list) => list.isRevoked(certificate))) return 'ClientCertCrlHit' as const;
  }
  return undefined;
}

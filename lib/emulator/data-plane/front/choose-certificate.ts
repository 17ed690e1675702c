// Which certificates an HTTPS listener offers to a client: those whose names cover the server name it asked for, the
// best of each key type, or the default one. Elastic Load Balancing user guide, "SSL certificates": public key algorithm
// (ECDSA before RSA), hashing algorithm, key length, validity period.
import { X509Certificate } from 'node:crypto';
import type { CertificateView } from '../load-balancer-source.ts';

/** Whether a certificate for `pattern` covers `serverName`; a wildcard stands for exactly one leftmost label. */
export function coversName(pattern: string, serverName: string): boolean {
  const [name, wanted] = [pattern.toLowerCase(), serverName.toLowerCase()];
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === name.slice(1);
}

/** The certificates to offer, ECDSA before RSA; the default one (first of the list) when no name matches. */
export function chooseCertificates(
  certificates: readonly CertificateView[],
  serverName?: string,
): readonly CertificateView[] {
  const matching = certificates.filter(({ domainNames }) =>
    domainNames.some((name) => serverName && coversName(name, serverName)),
  );
  if (matching.length <= 1) return matching.length === 1 ? matching : certificates.slice(0, 1);
  const ranked = matching
    .map((view) => ({ view, traits: readTraits(view) }))
    .sort((a, b) => b.traits.strength - a.traits.strength || b.traits.validMs - a.traits.validMs);
  return ['ec', 'rsa'].flatMap((keyType) => ranked.find(({ traits }) => traits.keyType === keyType)?.view ?? []);
}

function readTraits({ certificatePem }: CertificateView) {
  const certificate = new X509Certificate(certificatePem);
  const details = certificate.publicKey.asymmetricKeyDetails;
  const curveBits = Number(/\d{3}/.exec(details?.namedCurve ?? '')?.[0] ?? '256');
  return {
    keyType: certificate.publicKey.asymmetricKeyType,
    strength: details?.modulusLength ?? curveBits,
    validMs: certificate.validToDate.getTime() - certificate.validFromDate.getTime(),
  };
}

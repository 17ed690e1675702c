// Which certificates an HTTPS listener offers to a client: those of its certificate list whose names cover the server
// name it asked for, the best of each key type, or the default one. Elastic Load Balancing user guide, "SSL certificates":
// public key algorithm (ECDSA before RSA), not expired, hashing algorithm, key length, validity period.
import { X509Certificate } from 'node:crypto';
import type { CertificateView } from '../load-balancer-source.ts';

/** Whether a certificate for `pattern` covers `serverName`; a wildcard stands for exactly one leftmost label. */
export function coversName(pattern: string, serverName: string): boolean {
  const [name, wanted] = [pattern.toLowerCase(), serverName.toLowerCase()];
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === name.slice(1);
}

/**
 * The certificates to offer at `now` (milliseconds since the epoch), ECDSA before RSA. The default certificate, the
 * first of `certificates`, is offered only when the client names no server or no other certificate covers the name.
 */
export function chooseCertificates(
  certificates: readonly CertificateView[],
  serverName: string | undefined,
  now: number,
): readonly CertificateView[] {
  const [fallback, ...list] = certificates;
  const matching = list.filter(({ domainNames }) =>
    domainNames.some((name) => serverName && coversName(name, serverName)),
  );
  if (matching.length === 1) return matching;
  if (matching.length === 0) return fallback ? [fallback] : [];
  const ranked = matching.map((view) => ({ view, traits: readTraits(view, now) })).sort(betterFirst);
  return ['ec', 'rsa'].flatMap((keyType) => ranked.find(({ traits }) => traits.keyType === keyType)?.view ?? []);
}

interface Ranked {
  readonly traits: ReturnType<typeof readTraits>;
}

function betterFirst({ traits: a }: Ranked, { traits: b }: Ranked): number {
  return (
    Number(a.expired) - Number(b.expired) || b.hashBits - a.hashBits || b.keyBits - a.keyBits || b.validMs - a.validMs
  );
}

function readTraits({ certificatePem }: CertificateView, now: number) {
  const certificate = new X509Certificate(certificatePem);
  const details = certificate.publicKey.asymmetricKeyDetails;
  const curveBits = Number(/\d{3}/.exec(details?.namedCurve ?? '')?.[0] ?? '256');
  return {
    keyType: certificate.publicKey.asymmetricKeyType,
    expired: certificate.validToDate.getTime() < now,
    // SHA1 and MD5 rank by their names' digits below every SHA-2.
    hashBits: Number(/SHA(\d+)/i.exec(certificate.signatureAlgorithm ?? '')?.[1] ?? '0'),
    keyBits: details?.modulusLength ?? curveBits,
    validMs: certificate.validToDate.getTime() - certificate.validFromDate.getTime(),
  };
}

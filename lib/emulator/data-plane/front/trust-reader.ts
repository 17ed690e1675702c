// Trust stores, parsed once for as long as they stay the same.
import { X509Certificate } from 'node:crypto';
import type { MutualAuthenticationView } from '../load-balancer-source.ts';
import { readRevocationList } from './revocation-list.ts';
import type { Trust } from './verify-client-certificate.ts';

/** The parsed trust store of a listener. */
export type TrustReader = (view: MutualAuthenticationView) => Trust;

/** Remembers the last trust store it read. */
export function createTrustReader(): TrustReader {
  let held: { readonly key: string; readonly trust: Trust } | undefined;
  return (view) => {
    const key = JSON.stringify(view);
    if (held?.key !== key) held = { key, trust: readTrust(view) };
    return held.trust;
  };
}

function readTrust({ bundlePem = '', revocationListPems = [], ignoreExpiry }: MutualAuthenticationView): Trust {
  return {
    authorities: blocksOf(bundlePem, 'CERTIFICATE').map((block) => new X509Certificate(block)),
    revocationLists: revocationListPems.flatMap(listsOf).map(readRevocationList),
    ignoreExpiry,
  };
}

/** OpenSSL labels revocation lists `X509 CRL`, others `CRL`; a list that is not in PEM at all is one as well. */
function listsOf(text: string): readonly string[] {
  const lists = blocksOf(text, '(?:X509 )?CRL');
  return lists.length > 0 ? lists : [text];
}

const blocksOf = (pem: string, label: string): readonly string[] =>
  pem.match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')) ?? [];

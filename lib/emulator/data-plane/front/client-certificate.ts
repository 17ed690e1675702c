// What the load balancer tells its targets and its connection log of a client certificate. Elastic Load Balancing user
// guide, "Mutual authentication with TLS", "HTTP headers and mutual TLS".
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { MutualAuthenticationView } from '../load-balancer-source.ts';

/** Values of the mutual TLS headers, by the name that the listener attributes give to each. */
export type ClientCertificateHeaders = Readonly<Record<string, string>>;

const told = new WeakMap<TLSSocket, ClientCertificateHeaders>();

/** The chain a client presented, its own certificate first. */
export function presentedChain(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = socket.getPeerX509Certificate(); next; next = next.issuerCertificate) chain.push(next);
  return chain;
}

/** Keeps what the requests of a connection will say of its client. */
export function rememberClientCertificate(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  mode: MutualAuthenticationView['mode'],
): void {
  const [leaf] = chain;
  if (leaf) told.set(socket, mode === 'verify' ? verifiedHeaders(leaf) : passedThrough(chain));
}

/** The mutual TLS headers of a connection; undefined when its client showed no certificate. */
export const clientCertificateHeaders = (socket: TLSSocket) => told.get(socket);

const passedThrough = (chain: readonly X509Certificate[]): ClientCertificateHeaders => ({
  x_amzn_mtls_clientcert: encodePem(chain.map(String).join('')),
});

const verifiedHeaders = (leaf: X509Certificate): ClientCertificateHeaders => ({
  x_amzn_mtls_clientcert_serial_number: leaf.serialNumber,
  x_amzn_mtls_clientcert_issuer: distinguishedName(leaf.issuer),
  x_amzn_mtls_clientcert_subject: distinguishedName(leaf.subject),
  x_amzn_mtls_clientcert_validity: validity(leaf),
  x_amzn_mtls_clientcert_leaf: encodePem(String(leaf)),
});

/** `NotBefore=…;NotAfter=…` in ISO 8601, to the second. */
export const validity = ({ validFromDate, validToDate }: X509Certificate): string =>
  `NotBefore=${isoSeconds(validFromDate)};NotAfter=${isoSeconds(validToDate)}`;

const isoSeconds = (date: Date) => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** An RFC 2253 string of a name that Node shows as one escaped line for each part, in the order of the certificate. */
export function distinguishedName(lines: string): string {
  const parts = lines.split('\n').reverse();
  // A plus sign inside a value is escaped, so a bare one joins the parts of a multi-valued name.
  return parts
    .map((part) => part.replaceAll(' + ', '+'))
    .join(',')
    .replace(/[^\x20-\x7e]/gu, escapeBytes);
}

const escapeBytes = (char: string) =>
  [...Buffer.from(char)].map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Percent-encoded PEM with `+`, `=` and `/` left as they are. */
const encodePem = (pem: string) => encodeURIComponent(pem).replace(/%2B|%3D|%2F/g, decodeURIComponent);

// Terminates TLS for an HTTPS listener with the certificates and the policy it has at the time of each handshake.
import type { Socket } from 'node:net';
import { createServer, type Server, type TlsOptions, type TLSSocket } from 'node:tls';
import type { CertificateView, ListenerView, LoadBalancerView } from '../load-balancer-source.ts';
import { chooseCertificates } from './choose-certificate.ts';
import { readClientHello } from './client-hello.ts';
import { tlsVersions } from './tls-policy.ts';

/** The default policy of CreateListener. */
const defaultPolicy = 'ELBSecurityPolicy-2016-08';

/** ECDSA first, so that a client that can verify both kinds of certificate gets the ECDSA one. */
const signaturePreference = [
  'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512',
  'RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512',
  'RSA+SHA256:RSA+SHA384:RSA+SHA512',
].join(':');
/** The rest is what OpenSSL's `DEFAULT` stands for, which may only be used at the beginning of a list. */
const cipherPreference = 'ECDHE+aECDSA+AESGCM:ECDHE+aECDSA+AES:ALL:!COMPLEMENTOFDEFAULT:!eNULL';

/** Sets of certificates and policies that are kept ready. */
const maxEngines = 100;

interface Terms {
  readonly listener: ListenerView;
  readonly loadBalancer: LoadBalancerView;
}

/** Shakes hands on a raw connection; `secured` gets the connection once that succeeded. */
export type TlsFront = (socket: Socket) => void;

/** A TLS front for the listener that `current` returns. One TLS engine is kept for each set of terms in use. */
export function createTlsFront(current: () => Terms | undefined, secured: (socket: TLSSocket) => void): TlsFront {
  const engines = new Map<string, Server>();
  const engineFor = (terms: Terms, serverName: string | undefined) => {
    const options = tlsOptions(terms, chooseCertificates(terms.listener.certificates, serverName));
    const key = JSON.stringify(options);
    const engine = engines.get(key) ?? createServer(options, secured).on('tlsClientError', () => undefined);
    // Engines of terms that are no longer in use are not worth finding: now and then all start anew.
    if (engines.size >= maxEngines) engines.clear();
    engines.set(key, engine);
    return engine;
  };
  return (socket) =>
    awaitHello(socket, (serverName) => {
      const terms = current();
      if (!terms || terms.listener.certificates.length === 0) socket.destroy();
      else engineFor(terms, serverName).emit('connection', socket);
    });
}

/** Reads up to the end of the ClientHello, puts the bytes back and hands over the name. */
function awaitHello(socket: Socket, ready: (serverName: string | undefined) => void): void {
  let bytes = Buffer.alloc(0);
  const read = () => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    bytes = Buffer.concat([bytes, chunk]);
    const hello = readClientHello(bytes);
    if (!hello.complete) return;
    socket.off('readable', read);
    socket.unshift(bytes);
    ready(hello.serverName);
  };
  socket.on('readable', read);
}

function tlsOptions({ listener, loadBalancer }: Terms, certificates: readonly CertificateView[]): TlsOptions {
  const versions = tlsVersions(listener.sslPolicy ?? defaultPolicy);
  const legacy = versions.minVersion === 'TLSv1' || versions.minVersion === 'TLSv1.1';
  const http2 = loadBalancer.attributes['routing.http2.enabled'] !== 'false';
  return {
    ...versions,
    cert: certificates.map((view) => `${view.certificatePem.trim()}\n${view.chainPem ?? ''}`),
    key: certificates.map((view) => view.privateKeyPem),
    honorCipherOrder: true,
    // OpenSSL refuses TLS 1.0 and 1.1 at its default security level.
    ciphers: legacy ? `${cipherPreference}:@SECLEVEL=0` : cipherPreference,
    ALPNProtocols: [...(http2 ? ['h2'] : []), 'http/1.1', 'http/1.0'],
    ...(certificates.length > 1 ? { sigalgs: signaturePreference } : {}),
  };
}

// Terminates TLS for an HTTPS listener with the certificates, the policy and the mutual authentication it has at the
// time of each handshake.
import type { Socket } from 'node:net';
import { constants } from 'node:crypto';
import { createServer, type Server, type TlsOptions, type TLSSocket } from 'node:tls';
import type { Clock } from '../../clock.ts';
import type { CertificateView, ListenerView, LoadBalancerView } from '../load-balancer-source.ts';
import { chooseCertificates } from './choose-certificate.ts';
import { presentedChain, rememberClientCertificate } from './client-certificate.ts';
import { readClientHello } from './client-hello.ts';
import { brokenConnection, finishedConnection, type ConnectionRecord } from './connection-record.ts';
import { isPlainHttp, refusePlainHttp } from './refuse-plain-http.ts';
import { tlsPolicy } from './tls-policy.ts';
import { createTrustReader, type TrustReader } from './trust-reader.ts';
import { verifyClientCertificate } from './verify-client-certificate.ts';

/** ECDSA first, so that a client that can verify both kinds of certificate gets the ECDSA one. */
const signaturePreference = [
  'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512',
  'RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512',
  'RSA+SHA256:RSA+SHA384:RSA+SHA512',
].join(':');

/** Sets of certificates and policies that are kept ready. */
const maxEngines = 100;

interface Terms {
  readonly listener: ListenerView;
  readonly loadBalancer: LoadBalancerView;
}

export interface TlsFrontOptions {
  /** The listener as it is now; undefined once it is gone. */
  current(): Terms | undefined;
  /** Gets a connection whose handshake succeeded and whose client may come in. */
  secured(socket: TLSSocket): void;
  readonly clock: Clock;
  /** Told of every handshake, whatever became of it. */
  connected?(record: ConnectionRecord, socket: Socket): void;
}

/** Shakes hands on a raw connection. */
export type TlsFront = (socket: Socket) => void;

/** A TLS front for one listener. One TLS engine is kept for each set of terms in use. */
export function createTlsFront(front: TlsFrontOptions): TlsFront {
  const engines = new Map<string, Server>();
  const readTrust = createTrustReader();
  const engineFor = (terms: Terms, serverName: string | undefined) => {
    const chosen = chooseCertificates(terms.listener.certificates, serverName, front.clock.now());
    const options = tlsOptions(terms, chosen);
    const key = JSON.stringify(options);
    const engine = engines.get(key) ?? startEngine(options, front, readTrust);
    // Engines of terms that are no longer in use are not worth finding: now and then all start anew.
    if (engines.size >= maxEngines) engines.clear();
    engines.set(key, engine);
    return engine;
  };
  return (socket) =>
    awaitHello(socket, (serverName, isPlain) => {
      if (isPlain) return refusePlainHttp(socket, front.clock.now());
      const terms = front.current();
      if (!terms || terms.listener.certificates.length === 0) socket.destroy();
      else engineFor(terms, serverName).emit('connection', socket);
    });
}

function startEngine(options: TlsOptions, front: TlsFrontOptions, readTrust: TrustReader): Server {
  const engine = createServer(options, (socket) => admit(socket, front, readTrust));
  engine.on('tlsClientError', (_, socket) => {
    const terms = front.current();
    if (terms)
      front.connected?.(brokenConnection(socket, known(terms, front, 'Failed:UnmappedConnectionError')), socket);
  });
  return engine;
}

/**
 * Lets a client in, or cuts its connection when its certificate is not to be trusted. Node shows a client certificate
 * only after the handshake, so a client of TLS 1.2 sees that finished first; no byte of HTTP is read in either case.
 */
function admit(socket: TLSSocket, front: TlsFrontOptions, readTrust: TrustReader): void {
  const terms = front.current();
  if (!terms) return void socket.destroy();
  const { mutualAuthentication: mutual } = terms.listener;
  const chain = mutual ? presentedChain(socket) : [];
  const fault =
    mutual?.mode === 'verify' ? verifyClientCertificate(chain, readTrust(mutual), front.clock.now()) : undefined;
  const status = fault ? `Failed:${fault}` : 'Success';
  front.connected?.(finishedConnection(socket, chain[0], known(terms, front, status)), socket);
  if (fault) return void socket.destroy();
  if (mutual) rememberClientCertificate(socket, chain, mutual.mode);
  front.secured(socket);
}

const known = ({ listener, loadBalancer }: Terms, { clock }: TlsFrontOptions, status: string) => ({
  loadBalancerArn: loadBalancer.arn,
  listenerPort: listener.port,
  at: clock.now(),
  status,
});

/** Reads up to the end of the ClientHello, puts the bytes back and hands over the name; or finds that it is plain HTTP. */
function awaitHello(socket: Socket, ready: (serverName: string | undefined, isPlain: boolean) => void): void {
  let bytes = Buffer.alloc(0);
  const read = () => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    bytes = Buffer.concat([bytes, chunk]);
    const hello = readClientHello(bytes);
    if (!hello.complete) return;
    socket.off('readable', read);
    socket.unshift(bytes);
    ready(hello.serverName, isPlainHttp(bytes));
  };
  socket.on('readable', read);
}

function tlsOptions({ listener, loadBalancer }: Terms, certificates: readonly CertificateView[]): TlsOptions {
  const http2 = loadBalancer.attributes['routing.http2.enabled'] !== 'false';
  return {
    ...tlsPolicy(listener.sslPolicy),
    cert: certificates.map((view) => `${view.certificatePem.trim()}\n${view.chainPem ?? ''}`),
    key: certificates.map((view) => view.privateKeyPem),
    honorCipherOrder: true,
    ALPNProtocols: [...(http2 ? ['h2'] : []), 'http/1.1', 'http/1.0'],
    ...(certificates.length > 1 ? { sigalgs: signaturePreference } : {}),
    ...mutualOptions(listener),
  };
}

/** Clients are asked but not judged by OpenSSL, which knows neither the emulated clock nor `IgnoreClientCertificateExpiry`. */
function mutualOptions({ mutualAuthentication }: ListenerView): TlsOptions {
  if (!mutualAuthentication) return {};
  return {
    requestCert: true,
    rejectUnauthorized: false,
    // "Session resumption is not supported while using mutual TLS" (user guide).
    secureOptions: constants.SSL_OP_NO_TICKET,
    // OpenSSL advertises the names of the authorities it is given.
    ...(mutualAuthentication.advertiseAuthorities ? { ca: mutualAuthentication.bundlePem } : {}),
  };
}

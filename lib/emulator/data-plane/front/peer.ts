// Who is at the other end of a client connection.
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../routing/received-request.ts';
import { clientCertificateHeaders } from './client-certificate.ts';

/** Address and port of the TCP peer. */
export function peerOf(socket: Socket): { readonly address: string; readonly port: number } {
  const address = socket.remoteAddress ?? '0.0.0.0';
  return { address: address.replace(/^::ffff:/, ''), port: socket.remotePort ?? 0 };
}

/** The negotiated TLS version and cipher in OpenSSL's notation and the client's certificate, when there is TLS. */
export function tlsOf(socket: Socket): { readonly tls?: TlsFacts } {
  if (!(socket instanceof TLSSocket)) return {};
  const clientCertificate = clientCertificateHeaders(socket);
  const shown = socket.getX509Certificate();
  // Node sets it on sockets of servers, too; its types know it for clients only.
  const { servername } = socket as { readonly servername?: string | false | null };
  return {
    tls: {
      version: socket.getProtocol() ?? '',
      cipherSuite: socket.getCipher().name,
      ...(servername ? { serverName: servername } : {}),
      ...(shown && { certificateFingerprint: shown.fingerprint256 }),
      ...(clientCertificate && { clientCertificate }),
    },
  };
}

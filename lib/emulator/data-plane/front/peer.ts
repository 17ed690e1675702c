// Who is at the other end of a client connection.
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Address and port of the TCP peer. */
export function peerOf(socket: Socket): { readonly address: string; readonly port: number } {
  const address = socket.remoteAddress ?? '0.0.0.0';
  return { address: address.replace(/^::ffff:/, ''), port: socket.remotePort ?? 0 };
}

/** The negotiated TLS version and cipher in OpenSSL's notation, when the connection is encrypted. */
export function tlsOf(socket: Socket): { readonly tls?: { readonly version: string; readonly cipherSuite: string } } {
  if (!(socket instanceof TLSSocket)) return {};
  return { tls: { version: socket.getProtocol() ?? '', cipherSuite: socket.getCipher().name } };
}

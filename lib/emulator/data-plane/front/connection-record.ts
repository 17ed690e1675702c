// What the load balancer knows of a TLS connection once it is established or refused: the fields of its connection log.
// Elastic Load Balancing user guide, "Connection logs for your Application Load Balancer".
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { distinguishedName, validity } from './client-certificate.ts';
import { peerOf } from './peer.ts';

export interface ConnectionRecord {
  readonly loadBalancerArn: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly listenerPort: number;
  readonly protocol?: string;
  readonly cipher?: string;
  readonly leafSubject?: string;
  readonly leafValidity?: string;
  readonly leafSerialNumber?: string;
  /** `Success`, or `Failed:` and a reason code. */
  readonly status: string;
}

type Known = Pick<ConnectionRecord, 'loadBalancerArn' | 'at' | 'listenerPort' | 'status'>;

/** The record of a connection whose handshake was not finished: nothing of it may be read any more. */
export function brokenConnection(socket: TLSSocket, known: Known): ConnectionRecord {
  const { address, port } = peerOf(socket);
  return { ...known, clientAddress: address, clientPort: port };
}

/** The record of a connection after its handshake; `leaf` is the certificate its client presented where it was asked. */
export function finishedConnection(
  socket: TLSSocket,
  leaf: X509Certificate | undefined,
  known: Known,
): ConnectionRecord {
  return {
    ...brokenConnection(socket, known),
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    ...(leaf && {
      leafSubject: distinguishedName(leaf.subject),
      leafValidity: validity(leaf),
      leafSerialNumber: leaf.serialNumber,
    }),
  };
}

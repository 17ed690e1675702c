// The echo server's WebSocket: every message comes back (RFC 6455, server side; no extensions).
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const closeFrame = 8;
const pingFrame = 9;
const pongFrame = 10;

/** Accepts the handshake and echoes frames until the client closes. */
export function echoWebSocket(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
  const key = incoming.headers['sec-websocket-key'];
  if (typeof key !== 'string') return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write(`${lines.join('\r\n')}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let buffered = Buffer.from(head);
  const read = (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let frame = parseFrame(buffered); frame; frame = parseFrame(buffered)) {
      buffered = buffered.subarray(frame.length);
      const opcode = frame.first & 15;
      if (opcode === pongFrame) continue;
      socket.write(writeFrame(opcode === pingFrame ? 0x80 | pongFrame : frame.first, frame.payload));
      if (opcode === closeFrame) return void socket.end();
    }
  };
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  socket.on('data', read);
  read(Buffer.alloc(0));
}

interface Frame {
  /** FIN, reserved bits and opcode. */
  readonly first: number;
  readonly payload: Buffer;
  /** Bytes of the whole frame. */
  readonly length: number;
}

function parseFrame(bytes: Buffer): Frame | undefined {
  const size = bytes.length < 2 ? undefined : payloadSize(bytes);
  if (!size) return undefined;
  const masked = bytes.readUInt8(1) >= 128;
  const start = size.at + (masked ? 4 : 0);
  const length = start + size.bytes;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, length));
  const mask = bytes.subarray(size.at, start);
  if (masked) for (let at = 0; at < size.bytes; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { first: bytes.readUInt8(0), payload, length };
}

/** The payload's size, and where the size field ends; undefined while it is incomplete. */
function payloadSize(bytes: Buffer): { readonly bytes: number; readonly at: number } | undefined {
  const short = bytes.readUInt8(1) & 127;
  if (short < 126) return { bytes: short, at: 2 };
  const at = short === 126 ? 4 : 10;
  if (bytes.length < at) return undefined;
  return { bytes: short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)), at };
}

function writeFrame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

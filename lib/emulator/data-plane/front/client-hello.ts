// The server name a client asks for, read from the first bytes of its connection, because the certificates to offer must
// be known before the TLS engine starts (Node's SNI callback can offer one certificate, an ALB offers one per key type).
// RFC 8446 §4.1.2 (ClientHello), RFC 6066 §3 (server_name).

/** What the first bytes of a connection tell. */
export type ClientHello = { readonly complete: false } | { readonly complete: true; readonly serverName?: string };

const handshakeRecord = 22;
const recordHeader = 5;
const handshakeHeader = 4;
const serverNameExtension = 0;

/** Reads a ClientHello; bytes that are none are complete without a name, and left to the TLS engine to refuse. */
export function readClientHello(bytes: Buffer): ClientHello {
  const hello = joinRecords(bytes);
  if (hello === 'partial') return { complete: false };
  if (hello === 'none') return { complete: true };
  const serverName = readServerName(hello);
  return serverName === undefined ? { complete: true } : { complete: true, serverName };
}

/** The handshake message, which may span several records. */
function joinRecords(bytes: Buffer): Buffer | 'partial' | 'none' {
  let message = Buffer.alloc(0);
  let at = 0;
  for (;;) {
    if (bytes.length > at && bytes[at] !== handshakeRecord) return 'none';
    if (bytes.length < at + recordHeader) return 'partial';
    const end = at + recordHeader + bytes.readUInt16BE(at + 3);
    message = Buffer.concat([message, bytes.subarray(at + recordHeader, end)]);
    if (message.length >= handshakeHeader && message.length >= handshakeHeader + message.readUIntBE(1, 3))
      return message;
    if (bytes.length < end) return 'partial';
    at = end;
  }
}

function readServerName(message: Buffer): string | undefined {
  try {
    // Version (2) and random (32), then session id, cipher suites and compression methods, each with its length.
    let at = handshakeHeader + 34;
    at += 1 + message.readUInt8(at);
    at += 2 + message.readUInt16BE(at);
    at += 1 + message.readUInt8(at);
    const end = at + 2 + message.readUInt16BE(at);
    at += 2;
    while (at + 4 <= end) {
      const length = message.readUInt16BE(at + 2);
      if (message.readUInt16BE(at) === serverNameExtension) return hostName(message.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** The first entry of the name list: list length (2), type (1), name length (2), name. */
const hostName = (list: Buffer) => list.toString('latin1', 5, 5 + list.readUInt16BE(3)).toLowerCase();

// Requests signed by the SDK's own signer, an independent implementation of Signature Version 4.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../../../lib/emulator/wire.ts';

type Data = string | ArrayBuffer | ArrayBufferView;

class Sha256 {
  private readonly hash;

  constructor(secret?: Data) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Data) {
    this.hash.update(bytesOf(data));
  }

  digest() {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }

  reset() {
    throw new Error('not needed here');
  }
}

function bytesOf(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

export interface Signing {
  readonly service: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string | undefined;
  /** When it is signed; the start of the manual clock unless given. */
  readonly at?: number;
  readonly method?: string;
  /** Escaped, without query. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const host = '127.0.0.1:4566';

function signerOf({
  service,
  region = 'us-west-2',
  accessKeyId = 'AKIAKNOWN',
  secretAccessKey = 'known',
  sessionToken,
}: Signing) {
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== 's3' });
}

const requestOf = ({ method = 'POST', path = '/', query = {}, headers = {}, body }: Signing) => ({
  method,
  protocol: 'http:',
  hostname: '127.0.0.1',
  port: 4566,
  path,
  query: { ...query },
  headers: { host, ...headers },
  ...(body !== undefined && { body }),
});

function toWire(signed: ReturnType<typeof requestOf>, body: Signing['body']): WireRequest {
  const query = new URLSearchParams(signed.query as Record<string, string>).toString().replaceAll('+', '%20');
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: signed.method,
    path: query === '' ? signed.path : `${signed.path}?${query}`,
    headers,
    body: Buffer.from(body ?? ''),
  };
}

const startOfTime = Date.UTC(2026, 0, 1);

/** A request with an Authorization header. */
export async function signed(signing: Signing): Promise<WireRequest> {
  const signer = signerOf(signing);
  const request = await signer.sign(requestOf(signing), { signingDate: new Date(signing.at ?? startOfTime) });
  return toWire(request as ReturnType<typeof requestOf>, signing.body);
}

/** A request whose signature is in its query. */
export async function presigned(signing: Signing, expiresIn: number): Promise<WireRequest> {
  const signer = signerOf(signing);
  const options = { expiresIn, signingDate: new Date(signing.at ?? startOfTime) };
  const request = await signer.presign(requestOf({ method: 'GET', ...signing }), options);
  return toWire(request as ReturnType<typeof requestOf>, signing.body);
}

/** A form body of the Query protocol. */
export const form = (parameters: Readonly<Record<string, string>>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(parameters).toString(),
});

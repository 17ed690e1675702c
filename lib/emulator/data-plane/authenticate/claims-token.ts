// What targets are told of a user: three headers, one of them a token signed by the load balancer. Elastic Load Balancing
// user guide, "User claims encoding and signature verification". Its base64url is padded, unlike that of RFC 7515.
import { createECDH, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Random } from '../../random.ts';
import type { HeaderLines } from '../routing/received-request.ts';
import type { Session } from './session.ts';

export interface ClaimsSigner {
  /** The headers of a user; `signer` is the ARN of the load balancer, `now` milliseconds since the epoch. */
  headers(session: Session, signer: string, now: number): HeaderLines;
  /** The public key (PEM) behind a key id; undefined for a key id that is not ours. */
  publicKey(keyId: string): string | undefined;
}

/** Seconds a token is good for: enough for one request. AWS does not say how long its tokens are. */
const lifetimeSeconds = 120;

/** One P-256 key, drawn from `random`, for all load balancers of the region. */
export function createClaimsSigner(random: Random): ClaimsSigner {
  const keyId = random.uuid();
  const privateKey = drawPrivateKey(random);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return {
    publicKey: (wanted) => (wanted === keyId ? publicKey : undefined),
    headers: (session, signer, now) => {
      const { issuer: iss, clientId: client, claims } = session;
      const exp = Math.floor(now / 1000) + lifetimeSeconds;
      const header = { typ: 'JWT', kid: keyId, alg: 'ES256', iss, client, signer, exp };
      const signed = `${encode(JSON.stringify(header))}.${encode(JSON.stringify({ ...claims, exp, iss }))}`;
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return [
        'x-amzn-oidc-accesstoken',
        headerText(session.accessToken),
        'x-amzn-oidc-identity',
        headerText(String(claims['sub'])),
        'x-amzn-oidc-data',
        `${signed}.${encode(signature)}`,
      ];
    },
  };
}

function drawPrivateKey(random: Random) {
  const pair = createECDH('prime256v1');
  // The first digit keeps the number below the order of the curve, which begins with 2³² − 1.
  pair.setPrivateKey(`7${random.hex(63)}`, 'hex');
  const point = pair.getPublicKey();
  const part = (bytes: Buffer) => bytes.toString('base64url');
  const key = {
    kty: 'EC',
    crv: 'P-256',
    d: part(pair.getPrivateKey()),
    x: part(point.subarray(1, 33)),
    y: part(point.subarray(33)),
  };
  return createPrivateKey({ key, format: 'jwk' });
}

const encode = (value: string | Buffer) =>
  Buffer.from(value).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

/** UTF-8 bytes as header text, without what would end the header. */
const headerText = (value: string) =>
  Buffer.from(value, 'utf8')
    .toString('latin1')
    .replace(/[\x00-\x1f\x7f]/g, '');

// Where the contents of a trust store can be fetched: a presigned S3 address that holds for ten minutes
// ("GetTrustStoreCaCertificatesBundle", ELBv2 API reference). The store's own copy is given out, so that it is still
// there when the file it came from is not.
import type { Call } from '../../service.ts';
import { canonicalRequest, signatureOf, signingKey, stringToSign } from '../../signature/canonical-request.ts';
import { algorithm, readSignature } from '../../signature/signed-request.ts';
import type { Elbv2, Signer } from '../elbv2.ts';
import type { TrustStore } from '../tables.ts';

const expirySeconds = 600;

/** The bucket in which the service keeps its copies. */
export const copyBucket = ({ region, accountId }: Elbv2['world']): string =>
  `elbv2-trust-stores-${region}-${accountId}`;

/** Copies a text of a store into the bucket and says where it can be fetched. */
export function presignedLocation(
  { world, writeObject, signer }: Elbv2,
  { name, arn }: TrustStore,
  file: { readonly name: string; readonly text: string },
  { endpointUrl, region }: Call,
): string {
  const path = `/${copyBucket(world)}/${name}/${arn.split('/').at(-1)}/${file.name}`;
  writeObject(copyBucket(world), path.split('/').slice(2).join('/'), file.text);
  const date = new Date(world.clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${signer.accessKeyId}/${date.slice(0, 8)}/${region}/s3/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(expirySeconds),
    'X-Amz-SignedHeaders': 'host',
  });
  const url = new URL(`${endpointUrl}${path}?${query.toString()}`);
  return `${url.href}&X-Amz-Signature=${signatureFor(url, signer)}`;
}

function signatureFor({ host, pathname, search }: URL, { secretAccessKey }: Signer): string {
  const request = { method: 'GET', path: `${pathname}${search}`, headers: { host }, body: new Uint8Array() };
  const claims = readSignature(request);
  if (!claims) throw new Error('the location has no claims to sign');
  const text = stringToSign(claims, canonicalRequest(request, claims, 'UNSIGNED-PAYLOAD'));
  return signatureOf(signingKey(secretAccessKey, claims), text);
}

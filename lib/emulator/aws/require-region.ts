// Every region has endpoints of its own; a signature is for one of them.
import { AwsError } from './aws-error.ts';
import type { SignedRequest } from './signature/signed-request.ts';

/** Services whose endpoint is global and may be signed for another region. */
const globalServices = new Set(['shield', 'sts']);

/** Throws for a signature that is scoped to another region. S3 tells which one is right. */
export function requireRegion(signed: SignedRequest | undefined, region: string): void {
  if (!signed || signed.region === region || globalServices.has(signed.service)) return;
  if (signed.service !== 's3') {
    throw new AwsError('SignatureDoesNotMatch', 'Credential should be scoped to a valid region. ', 403);
  }
  throw new AwsError(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${signed.region}' is wrong; expecting '${region}'`,
    400,
    { Region: region },
  );
}

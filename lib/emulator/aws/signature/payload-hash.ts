// The digest of the body that a signature covers: the body's own, or what S3 lets clients put in its place.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
import type { WireRequest } from '../../wire.ts';
import { sha256 } from './canonical-request.ts';
import type { SignedRequest } from './signed-request.ts';

const unsigned = 'UNSIGNED-PAYLOAD';

/** What stands in for a digest: nothing is signed, or each chunk is signed by itself. */
const isPlaceholder = (value: string) => value === unsigned || value.startsWith('STREAMING-');

export interface PayloadHash {
  /** As it stands in the canonical request. */
  readonly signed: string;
  /** False if the header names a digest that is not the body's. */
  readonly isTrue: boolean;
}

/** The digest a request claims for its body. Only S3 may leave its body unsigned. */
export function payloadHashOf(request: WireRequest, { place, service }: SignedRequest): PayloadHash {
  const claimed = request.headers['x-amz-content-sha256'];
  const actual = () => sha256(request.body);
  if (service === 's3' && place === 'query') return { signed: claimed ?? unsigned, isTrue: true };
  if (claimed === undefined) return { signed: actual(), isTrue: true };
  if (service === 's3' && isPlaceholder(claimed)) return { signed: claimed, isTrue: true };
  return { signed: claimed, isTrue: claimed === actual() };
}

// Who signed a request, and for which service: the SigV4 credential scope of the Authorization header or of a presigned
// query. The signature itself is not checked, because the emulator knows no secret keys.
import type { WireRequest } from '../wire.ts';

export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** Signing name of the service. */
  readonly service: string;
}

/** The scope, or undefined for a request that is not signed in SigV4. */
export function credentialScopeOf(request: WireRequest): CredentialScope | undefined {
  const header = /^AWS4-HMAC-SHA256 .*?Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1];
  const query = new URLSearchParams(request.path.split('?')[1] ?? '').get('X-Amz-Credential');
  const [accessKeyId, , region, service] = (header ?? query ?? '').split('/');
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

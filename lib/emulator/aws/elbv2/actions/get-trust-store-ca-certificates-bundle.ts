import type { Call } from '../../service.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { presignedLocation } from '../trust-stores/presigned-location.ts';

/** GetTrustStoreCaCertificatesBundle: where the bundle can be fetched, as it was when the store took it. */
export const getTrustStoreCaCertificatesBundle = (elbv2: Elbv2) =>
  function get({ TrustStoreArn }: { readonly TrustStoreArn: string }, call: Call) {
    const store = requireTrustStore(elbv2, TrustStoreArn);
    const file = { name: 'ca-certificates-bundle.pem', text: store.bundle.pem };
    return { Location: presignedLocation(elbv2, store, file, call) };
  };

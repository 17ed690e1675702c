import type { Call } from '../../service.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { presignedLocation } from '../trust-stores/presigned-location.ts';
import { requireRevocations } from '../trust-stores/revocations.ts';

interface GetTrustStoreRevocationContentInput {
  readonly TrustStoreArn: string;
  readonly RevocationId: number;
}

/** GetTrustStoreRevocationContent: where one list can be fetched. */
export const getTrustStoreRevocationContent = (elbv2: Elbv2) =>
  function get({ TrustStoreArn, RevocationId }: GetTrustStoreRevocationContentInput, call: Call) {
    const store = requireTrustStore(elbv2, TrustStoreArn);
    const [{ pem = '' } = {}] = requireRevocations(store, [RevocationId]);
    return { Location: presignedLocation(elbv2, store, { name: `revocation-${RevocationId}.pem`, text: pem }, call) };
  };

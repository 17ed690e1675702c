// Mutual TLS of a listener as the data plane reads it, trust store included.
import type { MutualAuthenticationView } from '../../../data-plane/load-balancer-source.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Listener } from '../tables.ts';

/** Undefined where clients need not show a certificate. */
export function mutualAuthenticationView(
  { tables }: Elbv2,
  { mutualAuthentication }: Listener,
): MutualAuthenticationView | undefined {
  const { Mode, TrustStoreArn, ...rest } = mutualAuthentication ?? { Mode: 'off' };
  if (Mode !== 'verify' && Mode !== 'passthrough') return undefined;
  const store = TrustStoreArn === undefined ? undefined : tables.now.trustStores.get(TrustStoreArn);
  return {
    mode: Mode,
    ignoreExpiry: rest.IgnoreClientCertificateExpiry ?? false,
    advertiseAuthorities: rest.AdvertiseTrustStoreCaNames === 'on',
    ...(store && { bundlePem: store.bundle.pem, revocationListPems: store.revocations.map(({ pem }) => pem) }),
  };
}

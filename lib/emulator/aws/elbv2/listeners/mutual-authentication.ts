// Mutual TLS of a listener.
import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { MutualAuthentication } from '../tables.ts';

export interface MutualAuthenticationInput {
  readonly Mode?: string;
  readonly TrustStoreArn?: string;
  readonly IgnoreClientCertificateExpiry?: boolean;
  readonly AdvertiseTrustStoreCaNames?: string;
}

const invalid = (message: string) => new AwsError('ValidationError', message);

/** The setting in read-back form. */
export function readMutualAuthentication(elbv2: Elbv2, input: MutualAuthenticationInput): MutualAuthentication {
  const { Mode = 'off', TrustStoreArn, IgnoreClientCertificateExpiry, AdvertiseTrustStoreCaNames } = input;
  if (!['off', 'passthrough', 'verify'].includes(Mode)) {
    throw invalid(`Mutual Authentication mode '${Mode}' must be one of 'off, passthrough, verify'`);
  }
  if (Mode !== 'verify') {
    if (TrustStoreArn !== undefined)
      throw invalid(`A trust store arn cannot be specified for Mutual Authentication mode ${Mode}`);
    if (IgnoreClientCertificateExpiry !== undefined) {
      throw invalid(`IgnoreClientCertificateExpiry cannot be specified for Mutual Authentication mode ${Mode}`);
    }
    if (AdvertiseTrustStoreCaNames === 'on') {
      throw invalid(`AdvertiseTrustStoreCaNames cannot be specified for Mutual Authentication mode ${Mode}`);
    }
    return { Mode };
  }
  if (TrustStoreArn === undefined) throw invalid('Mutual Authentication mode verify requires a trust store arn');
  const trustStore = requireTrustStore(elbv2, TrustStoreArn);
  if (trustStore.status !== 'ACTIVE')
    throw new AwsError('TrustStoreNotReady', `Trust store '${TrustStoreArn}' is not active`);
  return {
    Mode,
    TrustStoreArn,
    IgnoreClientCertificateExpiry: IgnoreClientCertificateExpiry ?? false,
    AdvertiseTrustStoreCaNames: AdvertiseTrustStoreCaNames ?? 'off',
  };
}

/** At most two listeners of a load balancer may verify client certificates. */
export function refuseTooManyVerifying({ tables }: Elbv2, loadBalancerArn: string, listenerArn?: string): void {
  const verifying = [...tables.now.listeners.values()].filter(
    (other) =>
      other.loadBalancerArn === loadBalancerArn &&
      other.arn !== listenerArn &&
      other.mutualAuthentication?.Mode === 'verify',
  );
  if (verifying.length >= 2) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Up to 2 listeners of a load balancer can have Mutual Authentication mode verify',
    );
  }
}

// Mutual TLS of a listener.
import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { MutualAuthentication } from '../tables.ts';
import { listenersOf } from './listener-rows.ts';

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
    throw invalid(`Mutual Authentication mode ${Mode} not found`);
  }
  if (Mode !== 'verify') {
    const unsupported = (feature: string) => invalid(`Mutual Authentication mode ${Mode} does not support ${feature}`);
    if (TrustStoreArn !== undefined) throw unsupported('trust store arn');
    if (IgnoreClientCertificateExpiry !== undefined) throw unsupported('ignoring client certificate expiry');
    if (AdvertiseTrustStoreCaNames !== undefined) throw unsupported('advertise trust store ca names');
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

/** "Quotas for your Application Load Balancers"; not adjustable. */
const maxVerifying = 2;

/** At most two listeners of a load balancer may verify client certificates. */
export function refuseTooManyVerifying(elbv2: Elbv2, loadBalancerArn: string, listenerArn?: string): void {
  const verifying = listenersOf(elbv2, loadBalancerArn).filter(
    ({ arn, mutualAuthentication }) => arn !== listenerArn && mutualAuthentication?.Mode === 'verify',
  );
  if (verifying.length >= maxVerifying) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `You have reached the maximum number of listeners with mutual authentication with verify mode that you can associate with load balancer '${loadBalancerArn}': [${maxVerifying}]`,
    );
  }
}

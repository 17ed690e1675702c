// Certificates on listeners: which are usable, and how many a load balancer may hold.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Listener } from '../tables.ts';

const supportedKeys = new Set([
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
]);

/** Refuses a certificate that does not exist here, or is not issued, or has an unsuitable key or no domain name. */
export function requireUsableCertificate({ certificate }: Elbv2, arn: string): void {
  const facts = certificate(arn);
  if (!facts) throw new AwsError('CertificateNotFound', `Certificate '${arn}' not found`);
  if (facts.status !== 'ISSUED' || !supportedKeys.has(facts.keyAlgorithm) || facts.domainNames.length === 0) {
    throw new AwsError(
      'UnsupportedCertificate',
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    );
  }
}

/** SNI certificates of all listeners of a load balancer count; default certificates do not. */
export function refuseTooManyCertificates(
  { tables, world }: Elbv2,
  listener: Listener,
  certificateArns: readonly string[],
): void {
  const others = [...tables.now.listeners.values()].filter(
    ({ arn, loadBalancerArn }) => arn !== listener.arn && loadBalancerArn === listener.loadBalancerArn,
  );
  const count = others.reduce((sum, other) => sum + other.certificateArns.length, certificateArns.length);
  if (count > world.limits.certificates) {
    throw new AwsError(
      'TooManyCertificates',
      `The maximum number of certificates per load balancer is '${world.limits.certificates}'`,
    );
  }
}

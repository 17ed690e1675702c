// Certificates on listeners: which are usable, and how many a load balancer may hold.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Listener } from '../tables.ts';
import { listenersOf } from './listener-rows.ts';

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
export function requireUsableCertificate({ certificate, world }: Elbv2, arn: string): void {
  const [, , service, region] = arn.split(':');
  if (service === 'acm' && region !== world.region) {
    throw new AwsError('ValidationError', `Certificate ARN '${arn}' is not valid`);
  }
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
export function refuseTooManyCertificates(elbv2: Elbv2, listener: Listener, certificateArns: readonly string[]): void {
  const limit = elbv2.world.limits.certificates;
  const others = listenersOf(elbv2, listener.loadBalancerArn).filter(({ arn }) => arn !== listener.arn);
  const count = others.reduce((sum, other) => sum + other.certificateArns.length, certificateArns.length);
  if (count > limit) {
    throw new AwsError('TooManyCertificates', `The maximum number of certificates per load balancer is '${limit}'`);
  }
}

// CA bundles of trust stores ("Configuring mutual TLS on an Application Load Balancer", user guide; its quotas).
import { X509Certificate } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';

export interface BundleInput {
  readonly CaCertificatesBundleS3Bucket: string;
  readonly CaCertificatesBundleS3Key: string;
  readonly CaCertificatesBundleS3ObjectVersion?: string;
}

/** Each certificate at most 16 KB; not adjustable. */
const maxCertificateBytes = 16 * 1024;

/** The bundle in S3, parsed; refuses a missing object and anything but CA certificates. */
export function readBundle(
  { readObject, world }: Elbv2,
  {
    CaCertificatesBundleS3Bucket: bucket,
    CaCertificatesBundleS3Key: key,
    CaCertificatesBundleS3ObjectVersion: version,
  }: BundleInput,
) {
  const pem = readObject(bucket, key, version);
  if (pem === undefined) {
    throw new AwsError(
      'CaCertificatesBundleNotFound',
      `The CA certificates bundle 's3://${bucket}/${key}' was not found`,
    );
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const limit = world.limits.caCertificatesPerTrustStore;
  const areFine = blocks.every((block) => block.length <= maxCertificateBytes && isAuthority(block));
  if (blocks.length === 0 || blocks.length > limit || !areFine) {
    throw new AwsError('InvalidCaCertificatesBundle', 'The CA certificates bundle is not valid');
  }
  return { bundle: { bucket, key, pem }, certificateCount: blocks.length };
}

function isAuthority(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca;
  } catch {
    return false;
  }
}

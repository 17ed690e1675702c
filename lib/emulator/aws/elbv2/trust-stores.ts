// Trust stores: reading a CA bundle, who uses a store, and how replies show it.
import { X509Certificate } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Elbv2 } from './elbv2.ts';
import type { TrustStore } from './tables.ts';

export interface BundleInput {
  readonly CaCertificatesBundleS3Bucket: string;
  readonly CaCertificatesBundleS3Key: string;
}

/** At most 25 CA certificates, each at most 16 KB ("Mutual TLS" quotas). */
const maxCertificates = 25;
const maxCertificateBytes = 16 * 1024;

/** The bundle in S3, parsed; refuses a missing object and anything but CA certificates. */
export function readBundle(
  { readObject }: Elbv2,
  { CaCertificatesBundleS3Bucket: bucket, CaCertificatesBundleS3Key: key }: BundleInput,
) {
  const pem = readObject(bucket, key);
  if (pem === undefined) {
    throw new AwsError(
      'CaCertificatesBundleNotFound',
      `The CA certificates bundle 's3://${bucket}/${key}' was not found`,
    );
  }
  const invalid = new AwsError('InvalidCaCertificatesBundle', 'The CA certificates bundle is not valid');
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (
    blocks.length === 0 ||
    blocks.length > maxCertificates ||
    blocks.some(({ length }) => length > maxCertificateBytes)
  )
    throw invalid;
  for (const block of blocks) {
    if (!isAuthority(block)) throw invalid;
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

/** ARNs of the listeners that verify against a store, as associations name them. */
export const listenersUsing = ({ tables }: Elbv2, trustStoreArn: string): readonly string[] =>
  [...tables.now.listeners.values()]
    .filter(({ mutualAuthentication }) => mutualAuthentication?.TrustStoreArn === trustStoreArn)
    .map(({ arn }) => arn);

/** One store. */
export const toTrustStoreView = ({ arn, name, status, certificateCount }: TrustStore) => ({
  Name: name,
  TrustStoreArn: arn,
  Status: status,
  NumberOfCaCertificates: certificateCount,
  TotalRevokedEntries: 0,
});

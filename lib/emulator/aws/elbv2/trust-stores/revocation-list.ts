// Certificate revocation lists of trust stores ("Certificate revocation lists", ALB user guide; its quotas).
import 'reflect-metadata'; // @peculiar/x509 needs it to be there first.
import { X509Crl } from '@peculiar/x509';
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';

export interface RevocationContent {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly RevocationType?: string;
}

/** One file at most 50 MB; not adjustable. */
const maxBytes = 50 * 1024 * 1024;

/** The list in S3 and how many certificates it revokes; refuses a missing object and anything but one X.509 CRL. */
export function readRevocationList({ readObject }: Elbv2, { S3Bucket, S3Key, S3ObjectVersion }: RevocationContent) {
  if (S3Bucket === undefined || S3Key === undefined) {
    throw new AwsError('ValidationError', 'An S3 bucket and an S3 key must be specified for each revocation content');
  }
  const pem = readObject(S3Bucket, S3Key, S3ObjectVersion);
  if (pem === undefined) {
    throw new AwsError('RevocationContentNotFound', `The revocation content 's3://${S3Bucket}/${S3Key}' was not found`);
  }
  const crl = pem.length > maxBytes ? undefined : parse(pem);
  if (!crl) throw new AwsError('InvalidRevocationContent', 'The revocation content is not a valid CRL');
  return { pem, entryCount: crl.entries.length };
}

function parse(pem: string): X509Crl | undefined {
  try {
    return new X509Crl(pem);
  } catch {
    return undefined;
  }
}

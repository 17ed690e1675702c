// Names of buckets. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
import { isIPv4 } from 'node:net';
import { AwsError } from '../aws-error.ts';

const form = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ols-s3|\.mrap|--x-s3|--table-s3)$/;

/** Throws `InvalidBucketName`. */
export function requireBucketName(name: string): void {
  if (form.test(name) && !name.includes('..') && !isIPv4(name) && !reserved.test(name)) return;
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
}

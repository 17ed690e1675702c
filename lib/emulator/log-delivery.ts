// Log files of load balancers in the emulated S3.
import type { Buckets } from './aws/s3/buckets.ts';
import type { Deliver } from './data-plane/logs/log-delivery.ts';

/** Puts log files into buckets that let load balancing write; files for others are lost, as in AWS. */
export const logDelivery =
  (buckets: Pick<Buckets, 'has' | 'mayDeliverLogs' | 'put'>): Deliver =>
  (bucket, key, body) => {
    const prefix = key.slice(0, Math.max(key.indexOf('AWSLogs/') - 1, 0));
    if (buckets.has(bucket) && buckets.mayDeliverLogs(bucket, prefix)) buckets.put(bucket, key, body);
  };

// Whether load balancing may write logs to a bucket.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
import { evaluatePolicies } from '../iam/evaluate-policy.ts';
import { policyOf, type S3 } from './s3.ts';

const service = 'logdelivery.elasticloadbalancing.amazonaws.com';

/** Accounts of load balancing that bucket policies from before the service principal name. */
const balancingAccounts: Readonly<Record<string, string>> = {
  'us-east-1': '127311923021',
  'us-east-2': '033677994240',
  'us-west-1': '027434742980',
  'us-west-2': '797873946194',
  'ca-central-1': '985666609251',
  'eu-central-1': '054676820928',
  'eu-west-1': '156460612806',
  'eu-west-2': '652711504416',
  'eu-west-3': '009996457667',
  'eu-north-1': '897822967062',
  'eu-south-1': '635631232127',
  'ap-northeast-1': '582318560864',
  'ap-northeast-2': '600734575887',
  'ap-northeast-3': '383597477331',
  'ap-south-1': '718504428378',
  'ap-southeast-1': '114774131450',
  'ap-southeast-2': '783225319266',
  'sa-east-1': '507241528517',
};

/**
 * Whether the bucket exists here and its policy lets load balancing put objects under
 * `<prefix>/AWSLogs/<account>/`. An empty prefix means none.
 */
export function mayDeliverLogs(s3: S3, bucketName: string, prefix = ''): boolean {
  const { accountId, region } = s3.world;
  const policy = policyOf(s3.buckets.get(bucketName));
  if (!policy) return false;
  const folder = prefix === '' ? '' : `${prefix}/`;
  const resource = `arn:aws:s3:::${bucketName}/${folder}AWSLogs/${accountId}/elasticloadbalancing/${region}/log.gz`;
  const context = {
    'aws:SecureTransport': 'true',
    'aws:SourceAccount': accountId,
    'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
    's3:x-amz-acl': 'bucket-owner-full-control',
  };
  const account = balancingAccounts[region];
  const principals = [service, ...(account === undefined ? [] : [`arn:aws:iam::${account}:root`])];
  const decisions = principals.map((principal) =>
    evaluatePolicies([policy], { action: 's3:PutObject', resource, context }, principal),
  );
  return decisions.includes('allowed') && !decisions.includes('explicitly-denied');
}

/** The policy that lets load balancing write anywhere in a bucket. */
export const logDeliveryPolicy = (bucketName: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucketName}/*`,
    },
  ],
});

// Global condition keys that the principal and the request itself set, whatever the action.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
import type { RequestContext } from './authorization.ts';
import type { Caller } from './callers.ts';

export interface Circumstances {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly region: string;
  readonly userAgent?: string | undefined;
}

/** `assumed-role/<role>/<session>` sessions are judged by the ARN of their role. */
export const roleArnOf = (arn: string): string =>
  arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

/** The keys. Loopback stands for TLS: `aws:SecureTransport` is always true. */
export function principalContext(
  { arn, tags = {} }: Caller,
  { now, region, userAgent }: Circumstances,
): RequestContext {
  const [, , , , account = '', path = ''] = arn.split(':');
  const [type = '', name] = path.split('/');
  const known = arn.startsWith('arn:');
  return {
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SourceIp': '127.0.0.1',
    'aws:RequestedRegion': region,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    ...(userAgent !== undefined && { 'aws:UserAgent': userAgent }),
    ...(known && {
      'aws:PrincipalArn': roleArnOf(arn),
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': type === 'assumed-role' ? 'AssumedRole' : type === 'root' ? 'Account' : 'User',
    }),
    ...(type === 'user' && name !== undefined && { 'aws:username': name }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}

// Throttling and internal errors in the words of each service family.
import type { AwsModel } from '../../generated/aws/model.ts';
import { AwsError } from './aws-error.ts';

/** The error a client sees in this weather. */
export function weatherError({ metadata }: AwsModel, kind: 'throttle' | 'error-5xx' | 'lost-response'): AwsError {
  const isEc2 = metadata.protocol === 'ec2';
  if (kind !== 'throttle') {
    const text = 'An internal error has occurred';
    return isEc2 ? new AwsError('InternalError', text, 500) : new AwsError('InternalFailure', text, 500);
  }
  if (isEc2) return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
  // Query services report `Throttling`; Elastic Load Balancing's guide ("API throttling") names the longer code.
  return new AwsError('ThrottlingException', 'Rate exceeded', 400);
}

import { SQSClient } from '@aws-sdk/client-sqs';

/** Attempts of the SDK itself, for a queue that is the backbone of everything. */
const maxAttempts = 5;

/** Region, credentials and endpoint from the environment. */
export function createSqsClient(): SQSClient {
  return new SQSClient({ maxAttempts });
}

import { Fault, type FaultKind } from '../../reconcile/faults.ts';

/**
 * SQS error codes, without `Exception` at the end; anything else is a world that cannot be reached.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
const kinds: Readonly<Record<string, FaultKind>> = {
  AccessDenied: 'denied',
  KmsAccessDenied: 'denied',
  InvalidSecurity: 'denied',
  InvalidClientTokenId: 'denied',
  UnrecognizedClient: 'denied',
  ExpiredToken: 'denied',
  SignatureDoesNotMatch: 'denied',
  QueueDoesNotExist: 'vanished',
  'AWS.SimpleQueueService.NonExistentQueue': 'vanished',
  RequestThrottled: 'throttled',
  Throttling: 'throttled',
  KmsThrottled: 'throttled',
  OverLimit: 'throttled',
  InvalidMessageContents: 'rejected',
  BatchRequestTooLong: 'rejected',
  InvalidParameterValue: 'rejected',
};

/** The Fault behind an error of the SQS client. */
export function classifyQueueError(error: unknown, operation: string, queueUrl: string): Fault {
  const {
    name = 'Unknown',
    message = String(error),
    $metadata,
  } = error as {
    readonly name?: string;
    readonly message?: string;
    readonly $metadata?: { readonly requestId?: string };
  };
  return new Fault(
    {
      kind: kinds[name.replace(/Exception$/, '')] ?? 'unreachable',
      operation,
      resource: queueUrl,
      code: name,
      message,
      ...($metadata?.requestId ? { requestId: $metadata.requestId } : {}),
    },
    error,
  );
}

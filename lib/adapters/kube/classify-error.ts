import { Fault, type FaultKind, isFault } from '../../reconcile/faults.ts';

/** HTTP status of the API server → what it means for us. */
export function kubeFaultKind(status: number): FaultKind {
  switch (status) {
    case 403:
      return 'denied';
    case 404:
    case 410:
      return 'vanished';
    case 409:
      return 'conflict';
    case 429:
      return 'throttled';
    case 400:
    case 405:
    case 406:
    case 413:
    case 415:
    case 422:
      return 'rejected';
    default:
      return 'unreachable';
  }
}

/** The API server says of an object of a kind it knows that it does not exist. */
export function isNotFound(error: unknown): error is Fault {
  return isFault(error) && error.code === 'NotFound';
}

/** The API server does not know the path: it answers in plain words, without a Status. */
export function isNotServed(error: unknown): error is Fault {
  return isFault(error) && error.code === 'HTTP 404';
}

/** What an API server says of a failure: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
interface Status {
  readonly reason?: string;
  readonly message?: string;
}

/** The Fault behind an answer of the API server that is not a success; `body` is its Status object, if it sent one. */
export function kubeAnswerFault(status: number, body: unknown, operation: string, resource: string): Fault {
  const { reason, message } = (typeof body === 'object' && body !== null ? body : {}) as Status;
  return new Fault({
    kind: kubeFaultKind(status),
    operation,
    resource,
    code: reason || `HTTP ${status}`,
    message: message ?? `the API server answered ${status}`,
  });
}

/** The Fault behind a broken connection or a timeout. */
export function kubeConnectionFault(error: unknown, operation: string, resource: string): Fault {
  const { code = 'ConnectionFailed', message = String(error) } = error as {
    readonly code?: string;
    readonly message?: string;
  };
  return new Fault({ kind: 'unreachable', operation, resource, code, message }, error);
}

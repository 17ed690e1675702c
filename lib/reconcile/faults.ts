// The failures of the outside world, classified once, at the wire. Adapters reject with a Fault and with nothing else.
import type { FaultFact } from '../core/plan/outcome.ts';

export type FaultKind =
  /** Too many requests: the rest of the plan waits; not a failure. */
  | 'throttled'
  /** Somebody else changed it meanwhile: observe again. */
  | 'conflict'
  /** It is gone: observe again. */
  | 'vanished'
  /** No permission: permanent until somebody changes it. */
  | 'denied'
  /** A service quota: permanent for creates; deletes still run. */
  | 'quota'
  /** AWS refused our request as invalid: our mistake until proven otherwise. */
  | 'rejected'
  /** Still used by something that AWS releases later (network interfaces of a deleted ALB). */
  | 'in-use'
  /** Timeouts, 5xx, broken connections, 401 of a cluster. */
  | 'unreachable';

/** Rejection value of every port. Recognise it by `kind`, not by class. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  readonly operation: string;
  readonly resource: string;
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(fact: Omit<FaultFact, 'kind'> & { readonly kind: FaultKind }, cause?: unknown) {
    super(fact.message, { cause });
    this.kind = fact.kind;
    this.operation = fact.operation;
    this.resource = fact.resource;
    this.code = fact.code;
    this.requestId = fact.requestId;
  }

  /** The plain value that outcomes and logs carry. */
  toFact(): FaultFact & { readonly kind: FaultKind } {
    return {
      kind: this.kind,
      operation: this.operation,
      resource: this.resource,
      code: this.code,
      message: this.message,
      ...(this.requestId === undefined ? {} : { requestId: this.requestId }),
    };
  }
}

/** True for a Fault of any copy of this module (bundles may hold two). */
export function isFault(error: unknown): error is Fault {
  return error instanceof Error && error.name === 'Fault' && 'kind' in error;
}

/** Whether a later attempt may succeed without anybody changing anything. */
export function isRetryable(kind: FaultKind): boolean {
  switch (kind) {
    case 'throttled':
    case 'conflict':
    case 'vanished':
    case 'in-use':
    case 'unreachable':
      return true;
    case 'denied':
    case 'quota':
    case 'rejected':
      return false;
  }
}

// What is noted of a request for its line in the access log, while it is under way. Times are milliseconds since the epoch
// on the emulated clock. Elastic Load Balancing user guide, "Access logs for your Application Load Balancer".

export interface AccessJournal {
  readonly receivedAt: number;
  /** What the request's connection is called in both logs. */
  readonly connectionTrace: string;
  /** Bytes received from the client and sent to it. */
  receivedBytes: number;
  sentBytes: number;
  /** When the request was handed to the target. */
  sentAt?: number;
  /** When the target's response began. */
  respondedAt?: number;
  /** Status sent to the client. */
  status?: number;
  targetStatus?: number;
  /** Where the target answers inside the VPC; a function has neither. */
  target?: { readonly address: string; readonly port: number };
  targetGroupArn?: string;
  /** `0` for the default rule, `-1` when evaluating failed, `-` when it never came to that. */
  rulePriority: string;
  /** Actions taken, in order. */
  readonly actions: string[];
  redirectUrl?: string;
  errorReason?: string;
  traceId?: string;
  transformedHost?: string;
  transformedTarget?: string;
  transformStatus?: string;
}

/** A journal that begins at `receivedAt`. */
export const openJournal = (receivedAt: number, connectionTrace: string): AccessJournal => ({
  receivedAt,
  connectionTrace,
  receivedBytes: 0,
  sentBytes: 0,
  rulePriority: '-',
  actions: [],
});

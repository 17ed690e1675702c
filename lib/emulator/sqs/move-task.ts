// One redrive of a dead-letter queue, running or ended.

export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  /** Absent: each message returns to the queue it came from. */
  readonly destinationArn?: string;
  readonly perSecond?: number;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  failureReason?: string;
  stop?: () => void;
}

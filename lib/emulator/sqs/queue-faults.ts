// What a standard queue is allowed to do and rarely does: deliver twice, and out of order.

export interface QueueFaults {
  /** Probability that a message sent to a standard queue is stored, and so delivered, twice. */
  readonly duplicate?: number;
  /** Standard queues hand out visible messages in random order. */
  readonly outOfOrder?: boolean;
}

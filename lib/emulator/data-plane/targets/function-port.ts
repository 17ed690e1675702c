// How the load balancer calls functions, whoever runs them.

/** What came of an invocation. */
export type FunctionAnswer =
  /** JSON text of what the function returned. */
  | { readonly kind: 'returned'; readonly payload: string }
  /** The function threw, timed out or exited. */
  | { readonly kind: 'unhandled' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'not-found' };

export interface FunctionPort {
  /** Invokes the function (an ARN, with or without a qualifier) and waits for its answer. */
  invoke(functionArn: string, event: unknown): Promise<FunctionAnswer>;
}

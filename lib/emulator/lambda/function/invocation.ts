// One invocation, as it is asked for and as it ends. The same shapes travel to the worker thread and back.

/** What the handler's context object shows. */
export interface InvocationContext {
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** Message to an execution environment. */
export interface InvocationRequest {
  /** JSON text of the event. */
  readonly payload: string;
  readonly context: InvocationContext;
  /** Value of `_X_AMZN_TRACE_ID` during the invocation. */
  readonly traceHeader: string;
  readonly remainingMs: number;
  /** Epoch milliseconds on the emulated clock when the invocation begins. */
  readonly nowMs: number;
}

/** An error as Lambda reports it to the caller. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** `ok` has the JSON text of the result; `failed` is a function error; `throttled` never reached the function. */
export type InvocationOutcome =
  | { readonly kind: 'ok'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }
  | { readonly kind: 'throttled'; readonly error: FunctionError };

/** Messages from an execution environment. */
export type EnvironmentMessage =
  | { readonly kind: 'log'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly requestId?: string }
  | {
      readonly kind: 'outcome';
      readonly outcome: Exclude<InvocationOutcome, { kind: 'throttled' }>;
      readonly broken?: boolean;
    };

/** What a new environment is told. */
export interface EnvironmentData {
  readonly codeDirectory: string;
  readonly handler: string;
  readonly runtime: string;
}

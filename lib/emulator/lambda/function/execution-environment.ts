// One execution environment: a worker thread with its own module state and environment variables.
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import type { EnvironmentMessage, FunctionError, InvocationOutcome, InvocationRequest } from './invocation.ts';
import type { FunctionDefinition } from './function-definition.ts';

type Outcome = Exclude<InvocationOutcome, { kind: 'throttled' }>;

/** A line a function wrote, as it reaches CloudWatch Logs. */
export interface FunctionLog {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** Absent while the bundle loads. */
  readonly requestId?: string;
}

export interface ExecutionEnvironment {
  /** Runs one invocation; the next one may start when it has ended. */
  invoke(request: InvocationRequest): Promise<Outcome>;
  /** False after a timeout, a crash or a failed load: such an environment is not used again. */
  isUsable(): boolean;
  stop(): Promise<void>;
}

export interface EnvironmentOptions {
  readonly definition: FunctionDefinition;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly onLog: (log: FunctionLog) => void;
}

const entry = new URL('./worker-entry.ts', import.meta.url);

const failed = (error: FunctionError): Outcome => ({ kind: 'failed', error });

const timedOut = ({ context }: InvocationRequest, seconds: number): Outcome =>
  failed({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${context.awsRequestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  });

const exited = ({ context }: InvocationRequest, code: number): Outcome =>
  failed({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${context.awsRequestId} Error: Runtime exited ${code === 0 ? 'without providing a reason' : `with error: exit status ${code}`}`,
  });

function crashed({ context }: InvocationRequest, { code, name, message }: NodeJS.ErrnoException): Outcome {
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return failed({ errorType: name, errorMessage: message });
  const errorMessage = `RequestId: ${context.awsRequestId} Error: Runtime exited with error: signal: killed`;
  return failed({ errorType: 'Runtime.OutOfMemory', errorMessage });
}

/** Starts a worker; the bundle begins to load at once. */
export function startEnvironment({ definition, variables, clock, onLog }: EnvironmentOptions): ExecutionEnvironment {
  const { codeDirectory, handler, runtime, memoryMb, timeoutSeconds } = definition;
  const worker = new Worker(entry, {
    env: { ...variables },
    execArgv: [],
    workerData: { codeDirectory, handler, runtime },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let usable = true;
  let running: { readonly request: InvocationRequest; end(outcome: Outcome): void } | undefined;

  const breakDown = (outcome: (request: InvocationRequest) => Outcome) => {
    usable = false;
    if (running) running.end(outcome(running.request));
  };
  worker.on('message', (message: EnvironmentMessage) => {
    if (message.kind === 'log') return onLog(message);
    if (message.broken === true) usable = false;
    running?.end(message.outcome);
  });
  // An uncaught exception or unhandled rejection in the function ends the thread.
  worker.on('error', (error: NodeJS.ErrnoException) => breakDown((request) => crashed(request, error)));
  worker.on('exit', (code) => breakDown((request) => exited(request, code)));

  return {
    invoke: (request) =>
      new Promise((resolve) => {
        const cancelTimeout = clock.schedule(timeoutSeconds * 1000, () => {
          breakDown(() => timedOut(request, timeoutSeconds));
          void worker.terminate();
        });
        const end = (outcome: Outcome) => {
          cancelTimeout();
          running = undefined;
          resolve(outcome);
        };
        running = { request, end };
        if (usable) worker.postMessage(request);
        else end(exited(request, 1));
      }),
    isUsable: () => usable,
    stop: async () => {
      usable = false;
      await worker.terminate();
    },
  };
}

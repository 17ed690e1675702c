// The execution environments of one function: warm ones are used again, new ones start when all are busy.
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { startEnvironment, type ExecutionEnvironment, type FunctionLog } from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { InvocationContext, InvocationOutcome } from './invocation.ts';
import { continueTrace, invocationsInChain, maxInvocationsPerChain } from './lineage.ts';

/** One ended invocation. */
export interface InvocationRecord {
  readonly requestId: string;
  readonly coldStart: boolean;
  /** Milliseconds on the emulated clock. */
  readonly durationMs: number;
  readonly outcome: InvocationOutcome;
}

export interface FunctionPool {
  readonly definition: FunctionDefinition;
  /** Invokes with a JSON value. `traceHeaders` are those of the events that lead to it. */
  invoke(event: unknown, traceHeaders?: readonly (string | undefined)[]): Promise<InvocationOutcome>;
  /** Environments started so far. */
  coldStarts(): number;
  /** Invocations running now. */
  running(): number;
  stop(): Promise<void>;
}

export interface PoolOptions {
  readonly definition: FunctionDefinition;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onLog: (log: FunctionLog) => void;
  readonly onInvocation: (record: InvocationRecord) => void;
}

const throttled: InvocationOutcome = {
  kind: 'throttled',
  error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
};

const stopped: InvocationOutcome = {
  kind: 'throttled',
  error: { errorType: 'ServiceException', errorMessage: 'The runtime has been stopped.' },
};

const recursive: InvocationOutcome = {
  kind: 'failed',
  error: {
    errorType: 'RecursiveInvocationException',
    errorMessage: 'Lambda has detected your function being invoked in a recursive loop.',
  },
};

/** Whether Lambda would refuse to invoke the function for an event of this chain. */
export const isStoppedLoop = ({ arn, recursiveLoop }: FunctionDefinition, traceHeader: string | undefined): boolean =>
  recursiveLoop === 'Terminate' && invocationsInChain(traceHeader, arn) >= maxInvocationsPerChain;

function contextOf(definition: FunctionDefinition, awsRequestId: string, environment: string): InvocationContext {
  return {
    functionName: definition.name,
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memoryMb),
    awsRequestId,
    logGroupName: `/aws/lambda/${definition.name}`,
    logStreamName: `[$LATEST]${environment}`,
  };
}

/** Hands out warm environments and starts new ones. */
function createEnvironments(options: PoolOptions) {
  const idle: ExecutionEnvironment[] = [];
  const all = new Set<ExecutionEnvironment>();
  let started = 0;
  const start = (): { environment: ExecutionEnvironment; coldStart: boolean } => {
    started += 1;
    const environment = startEnvironment(options);
    all.add(environment);
    return { environment, coldStart: true };
  };
  return {
    started: () => started,
    acquire: () => {
      for (let warm = idle.pop(); warm; warm = idle.pop()) {
        if (warm.isUsable()) return { environment: warm, coldStart: false };
        all.delete(warm);
      }
      return start();
    },
    release: (environment: ExecutionEnvironment) => {
      if (environment.isUsable()) idle.push(environment);
      else all.delete(environment);
    },
    stop: () => Promise.all([...all].map((environment) => environment.stop())),
  };
}

/** A pool without environments; the first invocation is a cold start. */
export function createFunctionPool(options: PoolOptions): FunctionPool {
  const { definition, clock, random } = options;
  const environments = createEnvironments(options);
  let running = 0;
  let isStopped = false;

  const run = async (event: unknown, traceHeader: string): Promise<InvocationOutcome> => {
    const { environment, coldStart } = environments.acquire();
    const requestId = random.uuid();
    const start = clock.now();
    running += 1;
    const outcome = await environment.invoke({
      payload: JSON.stringify(event) ?? 'null',
      context: contextOf(definition, requestId, String(environments.started())),
      traceHeader,
      remainingMs: definition.timeoutSeconds * 1000,
      nowMs: start,
    });
    running -= 1;
    environments.release(environment);
    options.onInvocation({ requestId, coldStart, durationMs: clock.now() - start, outcome });
    return outcome;
  };

  return {
    definition,
    invoke: async (event, traceHeaders = []) => {
      if (isStopped) return stopped;
      if (traceHeaders.some((header) => isStoppedLoop(definition, header))) return recursive;
      if (running >= (definition.reservedConcurrency ?? Infinity)) return throttled;
      const newRoot = `1-${Math.floor(clock.now() / 1000).toString(16)}-${random.hex(24)}`;
      return run(event, continueTrace(traceHeaders, definition.arn, newRoot));
    },
    coldStarts: environments.started,
    running: () => running,
    stop: async () => {
      isStopped = true;
      await environments.stop();
    },
  };
}

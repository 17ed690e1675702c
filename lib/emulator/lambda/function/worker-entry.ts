// The inside of an execution environment: a worker thread that loads the bundle once and runs one invocation at a time,
// as Lambda's Node.js runtime does.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { setWorkerClock } from './worker-clock.ts';
import type { EnvironmentData, EnvironmentMessage, FunctionError, InvocationRequest } from './invocation.ts';

type Handler = (event: unknown, context: object) => unknown;

const { codeDirectory, handler: handlerName, runtime } = workerData as EnvironmentData;
const post = (message: EnvironmentMessage) => parentPort?.postMessage(message);
let requestId: string | undefined;

/** Each write is one log event, in order with the invocation's outcome. */
function captureStream(stream: 'stdout' | 'stderr'): void {
  process[stream].write = ((chunk: string | Uint8Array, encoding?: unknown, done?: () => void) => {
    const text = (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()).replace(/\n$/, '');
    post({ kind: 'log', stream, text, ...(requestId !== undefined && { requestId }) });
    const callback = typeof encoding === 'function' ? (encoding as () => void) : done;
    callback?.();
    return true;
  }) as typeof process.stdout.write;
}

class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Files are tried in the runtime's order: as named, `.js`, `.mjs`, `.cjs`. */
async function loadHandler(): Promise<Handler> {
  const [, module = '', exported = ''] = /^(.*?)\.([^/]+)$/.exec(handlerName) ?? [];
  const file = ['', '.js', '.mjs', '.cjs']
    .map((extension) => join(codeDirectory, module + extension))
    .find((path) => existsSync(path));
  if (file === undefined) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown> & {
    default?: Record<string, unknown>;
  };
  const found = loaded[exported] ?? loaded.default?.[exported];
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (found.length >= 3 && runtime === 'nodejs24.x') {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return found as Handler;
}

function toFunctionError(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown) };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

function contextOf({ context, remainingMs }: InvocationRequest): object {
  const end = performance.now() + remainingMs;
  return {
    ...context,
    functionVersion: '$LATEST',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(Math.round(end - performance.now()), 0),
  };
}

captureStream('stdout');
captureStream('stderr');
// The outcome of a failed load belongs to the first invocation.
const loading = loadHandler().then(
  (handler) => ({ handler }),
  (error: unknown) => ({ error }),
);

parentPort?.on('message', (request: InvocationRequest) => {
  void (async () => {
    const loaded = await loading;
    requestId = request.context.awsRequestId;
    setWorkerClock(request.nowMs);
    process.env._X_AMZN_TRACE_ID = request.traceHeader;
    if ('error' in loaded) {
      post({ kind: 'outcome', outcome: { kind: 'failed', error: toFunctionError(loaded.error) }, broken: true });
      return;
    }
    try {
      const result = await loaded.handler(JSON.parse(request.payload), contextOf(request));
      post({ kind: 'outcome', outcome: { kind: 'ok', payload: JSON.stringify(result) ?? 'null' } });
    } catch (thrown) {
      post({ kind: 'outcome', outcome: { kind: 'failed', error: toFunctionError(thrown) } });
    } finally {
      requestId = undefined;
    }
  })();
});

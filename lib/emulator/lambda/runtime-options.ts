// What a Lambda runtime is made of.
import type { Callers } from '../aws/iam/callers.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Queues } from '../sqs/queues.ts';
import type { FunctionDefinition } from './function/function-definition.ts';
import type { RuntimeEvent } from './runtime-event.ts';
import type { Stack } from './template/template.ts';

export interface LambdaRuntimeOptions {
  readonly stacks: readonly Stack[];
  readonly queues: Queues;
  readonly callers: Callers;
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
  /** `http://host:port` of the emulated AWS. */
  readonly endpointUrl: string;
  /** Further environment variables for every function; they win over the template's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Short name of a function in the call log; its full name by default. */
  readonly callerName?: (definition: FunctionDefinition) => string;
  readonly onEvent?: (event: RuntimeEvent) => void;
}

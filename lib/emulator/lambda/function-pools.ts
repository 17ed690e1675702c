// The pools of all deployed functions, each under the credentials of its own role session.
import type { FunctionDefinition } from './function/function-definition.ts';
import { createFunctionPool, type FunctionPool } from './function/function-pool.ts';
import { functionVariables } from './function/function-variables.ts';
import { sessionOf, type RoleSession } from './iam/role-session.ts';
import { findFunction, findRole, type LambdaDeployment } from './read-deployment.ts';
import type { RuntimeEvent } from './runtime-event.ts';
import type { LambdaRuntimeOptions } from './runtime-options.ts';
import { TemplateError } from './template/template.ts';

/** Pools of the deployed functions. */
export interface FunctionPools {
  readonly all: readonly FunctionPool[];
  find(functionArn: string): FunctionPool | undefined;
  /** By name, ARN or logical id; throws `TemplateError` for an unknown one. */
  get(functionId: string): FunctionPool;
}

/** Who a function is to the emulated AWS. */
export const sessionOfFunction = ({ roles }: LambdaDeployment, definition: FunctionDefinition): RoleSession => {
  const role = findRole(roles, definition.roleArn);
  if (!role) throw new TemplateError(`${definition.logicalId}: its role ${definition.roleArn} is not in the stacks`);
  return sessionOf(role, definition.name);
};

function createPool(
  definition: FunctionDefinition,
  accessKeyId: string,
  options: LambdaRuntimeOptions,
  onEvent: (event: RuntimeEvent) => void,
) {
  const { region, endpointUrl, environment = {}, clock, random } = options;
  const functionName = definition.name;
  return createFunctionPool({
    definition,
    clock,
    random,
    variables: functionVariables(definition, { region, endpointUrl, accessKeyId, extra: environment }),
    onLog: (log) => onEvent({ kind: 'log', functionName, ...log }),
    onInvocation: (record) => onEvent({ kind: 'invocation', functionName, ...record }),
  });
}

/** One pool without environments for each function. */
export function createFunctionPools(
  deployment: LambdaDeployment,
  options: LambdaRuntimeOptions,
  onEvent: (event: RuntimeEvent) => void,
): FunctionPools {
  const { functions } = deployment;
  const all = functions.map((definition) =>
    createPool(definition, sessionOfFunction(deployment, definition).accessKeyId, options, onEvent),
  );
  const find = (arn: string) => all.find(({ definition }) => definition.arn === arn);
  return {
    all,
    find,
    get: (functionId) => {
      const pool = find(findFunction(functions, functionId)?.arn ?? '');
      if (!pool) throw new TemplateError(`Function not found: ${functionId}`);
      return pool;
    },
  };
}

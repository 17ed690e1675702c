// An AWS::Lambda::Function of a template, checked as Lambda checks it.
import { isAbsolute, join } from 'node:path';
import { isJsonObject, TemplateError, type Json, type JsonObject } from '../template/template.ts';
import type { DeployedResource } from '../template/deployed-stacks.ts';

export interface FunctionDefinition {
  readonly logicalId: string;
  /** Where the CDK app defines it: `Stack/Functions/reconcile/Resource`; absent without CDK metadata. */
  readonly constructPath?: string;
  readonly name: string;
  readonly arn: string;
  /** `<file>.<export>`. */
  readonly handler: string;
  /** `nodejs24.x` … */
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Directory of the unpacked bundle. */
  readonly codeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly recursiveLoop: 'Allow' | 'Terminate';
  /** Environments that may run at once; absent: as many as needed. */
  readonly reservedConcurrency?: number;
}

/** Variables that Lambda sets itself and refuses to be given (Lambda developer guide, "Reserved environment variables"). */
const reservedVariables = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

function environmentOf(resource: DeployedResource, properties: JsonObject): Record<string, string> {
  const { Environment } = properties;
  const variables = isJsonObject(Environment) && isJsonObject(Environment.Variables) ? Environment.Variables : {};
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    throw new TemplateError(
      `${resource.logicalId}: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

/** The bundle: `aws:asset:path` of the CDK's metadata, else the directory of the asset whose archive the template names. */
function codeDirectoryOf(resource: DeployedResource, code: Json | undefined): string {
  const asset = resource.metadata['aws:asset:path'];
  const key = isJsonObject(code) && typeof code.S3Key === 'string' ? code.S3Key : undefined;
  const directory =
    typeof asset === 'string'
      ? asset
      : key &&
        `asset.${key
          .replace(/\.zip$/, '')
          .split('/')
          .at(-1)}`;
  if (directory === undefined)
    throw new TemplateError(`${resource.logicalId}: only functions from CDK assets are emulated`);
  return isAbsolute(directory) ? directory : join(resource.stack.assetsDirectory, directory);
}

function numberOf(
  resource: DeployedResource,
  name: string,
  value: Json | undefined,
  [min, max]: readonly [number, number],
): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new TemplateError(`${resource.logicalId}: ${name} ${String(value)} must be between ${min} and ${max}`);
}

/** Reads the resource; throws `TemplateError` for what Lambda refuses or the emulator cannot run. */
export function readFunction(resource: DeployedResource): FunctionDefinition {
  const properties = resource.properties();
  const constructPath = resource.metadata['aws:cdk:path'];
  const { Handler, Runtime, Timeout, MemorySize, Role, Code, RecursiveLoop, ReservedConcurrentExecutions } = properties;
  if (typeof Runtime !== 'string' || !Runtime.startsWith('nodejs')) {
    throw new TemplateError(
      `${resource.logicalId}: the runtime ${String(Runtime)} is not emulated, only nodejs ones are`,
    );
  }
  return {
    logicalId: resource.logicalId,
    ...(constructPath === undefined ? {} : { constructPath: String(constructPath) }),
    name: resource.name,
    arn: resource.arn,
    handler: String(Handler),
    runtime: Runtime,
    timeoutSeconds: numberOf(resource, 'Timeout', Timeout ?? 3, [1, 900]),
    memoryMb: numberOf(resource, 'MemorySize', MemorySize ?? 128, [128, 10_240]),
    codeDirectory: codeDirectoryOf(resource, Code),
    environment: environmentOf(resource, properties),
    roleArn: String(Role),
    recursiveLoop: RecursiveLoop === 'Allow' ? 'Allow' : 'Terminate',
    ...(ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: Number(ReservedConcurrentExecutions) }),
  };
}

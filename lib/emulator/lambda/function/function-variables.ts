// The environment variables an execution environment starts with.
import type { FunctionDefinition } from './function-definition.ts';
import { sessionSecret } from '../iam/role-session.ts';

/** What the runtime adds to the template's variables. */
export interface RuntimeSetting {
  readonly region: string;
  readonly accessKeyId: string;
  readonly endpointUrl: string;
  /** Further variables of this machine, the same for every function. They win over the template's. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Lambda developer guide, "Defined runtime environment variables"; `AWS_ENDPOINT_URL` leads SDKs to the emulated AWS. */
export function functionVariables(definition: FunctionDefinition, setting: RuntimeSetting): Record<string, string> {
  return {
    ...definition.environment,
    ...setting.extra,
    _HANDLER: definition.handler,
    AWS_REGION: setting.region,
    AWS_DEFAULT_REGION: setting.region,
    AWS_ENDPOINT_URL: setting.endpointUrl,
    AWS_ACCESS_KEY_ID: setting.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sessionSecret.secretAccessKey,
    AWS_SESSION_TOKEN: sessionSecret.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '[$LATEST]emulated',
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

// Functions of the deployment as targets of load balancers.
import type { FunctionPort } from './data-plane/targets/function-port.ts';
import type { LambdaRuntime } from './lambda/lambda-runtime.ts';
import { TemplateError } from './lambda/template/template.ts';

/** Invokes deployed functions by ARN; a qualifier (version or alias) names the function as it is. */
export function lambdaTargets(runtime: Pick<LambdaRuntime, 'invoke'>): FunctionPort {
  return {
    invoke: async (functionArn, event) => {
      try {
        const outcome = await runtime.invoke(unqualified(functionArn), event);
        if (outcome.kind === 'ok') return { kind: 'returned', payload: outcome.payload };
        return { kind: outcome.kind === 'throttled' ? 'throttled' : 'unhandled' };
      } catch (error) {
        if (error instanceof TemplateError) return { kind: 'not-found' };
        throw error;
      }
    },
  };
}

/** `arn:aws:lambda:region:account:function:name` of an ARN that may go on with a qualifier. */
const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

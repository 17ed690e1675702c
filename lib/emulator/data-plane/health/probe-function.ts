// One health check of a Lambda target: an invocation that counts like any other. Elastic Load Balancing user guide,
// "Lambda functions as targets", "Enable health checks".
import type { TargetGroupView } from '../load-balancer-source.ts';
import { functionEvent, readFunctionResponse } from '../targets/function-event.ts';
import type { FunctionPort } from '../targets/function-port.ts';
import { matchesCode } from './matcher.ts';
import type { Probe } from './probe.ts';
import type { CheckResult } from './target-state.ts';

/** Invokes the function with a health check event; `cancel` only stops waiting. */
export function probeFunction(group: TargetGroupView, functionArn: string, functions: FunctionPort | undefined): Probe {
  return { result: invoke(group, functionArn, functions), cancel: () => undefined };
}

async function invoke(group: TargetGroupView, arn: string, functions: FunctionPort | undefined): Promise<CheckResult> {
  const multiValue = group.attributes['lambda.multi_value_headers.enabled'] === 'true';
  const event = functionEvent({
    targetGroupArn: group.arn,
    method: 'GET',
    target: group.healthCheck.path,
    headers: ['User-Agent', 'ELB-HealthChecker/2.0'],
    body: Buffer.alloc(0),
    multiValue,
  });
  const answer = await functions?.invoke(arn, event).catch(() => undefined);
  if (answer?.kind !== 'returned') return { kind: 'failed' };
  const response = readFunctionResponse(answer.payload, multiValue);
  if (!response) return { kind: 'failed' };
  const passed = matchesCode(group.healthCheck.matcher, response.status);
  return passed ? { kind: 'passed' } : { kind: 'mismatch', code: response.status };
}

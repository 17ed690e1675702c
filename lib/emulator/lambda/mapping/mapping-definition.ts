// An AWS::Lambda::EventSourceMapping of a queue, checked as Lambda checks it.
import type { Queue } from '../../sqs/queue.ts';
import type { FunctionDefinition } from '../function/function-definition.ts';
import type { DeployedRole } from '../iam/role-policies.ts';
import { permits } from '../iam/role-session.ts';
import { isJsonObject, type Json, type JsonObject } from '../template/template.ts';
import type { DeployedResource } from '../template/deployed-stacks.ts';

export interface MappingDefinition {
  readonly id: string;
  readonly queueArn: string;
  /** Name or ARN as the template gives it. */
  readonly functionName: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Invocations at once; absent: Lambda's own scaling. */
  readonly maximumConcurrency?: number;
  /** The function answers with `batchItemFailures`. */
  readonly reportsFailures: boolean;
  /** A message passes if one of the patterns matches; empty: every message passes. */
  readonly patterns: readonly JsonObject[];
}

const textsOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function patternsOf(criteria: Json | undefined): readonly JsonObject[] {
  if (!isJsonObject(criteria) || !Array.isArray(criteria.Filters)) return [];
  return (criteria.Filters as readonly Json[]).flatMap((filter) => {
    const pattern = isJsonObject(filter) ? (JSON.parse(String(filter.Pattern)) as Json) : undefined;
    return isJsonObject(pattern) ? [pattern] : [];
  });
}

/** Reads the resource; throws `TemplateError` when a property cannot be resolved. */
export function readMapping(resource: DeployedResource): MappingDefinition {
  const { EventSourceArn, FunctionName, Enabled, BatchSize, MaximumBatchingWindowInSeconds, ...rest } =
    resource.properties();
  const maximum = isJsonObject(rest.ScalingConfig) ? rest.ScalingConfig.MaximumConcurrency : undefined;
  return {
    id: resource.name,
    queueArn: String(EventSourceArn),
    functionName: String(FunctionName),
    enabled: Enabled !== false && Enabled !== 'false',
    batchSize: Number(BatchSize ?? 10),
    windowSeconds: Number(MaximumBatchingWindowInSeconds ?? 0),
    ...(maximum === undefined ? {} : { maximumConcurrency: Number(maximum) }),
    reportsFailures: textsOf(rest.FunctionResponseTypes).includes('ReportBatchItemFailures'),
    patterns: patternsOf(rest.FilterCriteria),
  };
}

/** What the mapping connects. */
export interface MappingEnds {
  readonly queue: Queue | undefined;
  readonly target: FunctionDefinition | undefined;
  readonly role: DeployedRole | undefined;
}

/** What Lambda's poller does as the function's role (Lambda developer guide, "Execution role permissions" for SQS). */
const pollerActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

function sizeObjection({ batchSize, windowSeconds }: MappingDefinition, fifo: boolean): string | undefined {
  const max = fifo ? 10 : 10_000;
  if (batchSize < 1 || batchSize > max) return `Batch size ${batchSize} is not between 1 and ${max}.`;
  if (fifo && windowSeconds > 0) return 'Batching window is not supported for FIFO queues.';
  if (batchSize > 10 && windowSeconds < 1) {
    return 'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10.';
  }
  if (windowSeconds < 0 || windowSeconds > 300)
    return `Batching window ${windowSeconds} is not between 0 and 300 seconds.`;
  return undefined;
}

function concurrencyObjection({ maximumConcurrency }: MappingDefinition): string | undefined {
  if (maximumConcurrency !== undefined && (maximumConcurrency < 2 || maximumConcurrency > 1000)) {
    return `MaximumConcurrency ${maximumConcurrency} is not between 2 and 1000.`;
  }
  return undefined;
}

/** Why Lambda would not create this mapping; undefined when it would. */
export function mappingObjection(mapping: MappingDefinition, { queue, target, role }: MappingEnds): string | undefined {
  if (!target) return `Function not found: ${mapping.functionName}`;
  if (!queue) return `The queue ${mapping.queueArn} does not exist.`;
  const missing = pollerActions.find((action) => !role || !permits(role, `sqs:${action}`, queue.arn));
  if (missing !== undefined) return `The provided execution role does not have permissions to call ${missing} on SQS`;
  const visibility = Number(queue.attributes.VisibilityTimeout);
  if (visibility < target.timeoutSeconds) {
    return `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${target.timeoutSeconds} seconds`;
  }
  return sizeObjection(mapping, queue.fifo) ?? concurrencyObjection(mapping);
}

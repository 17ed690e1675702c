// EventBridge rules: which targets an event goes to.
import type { FunctionDefinition } from '../function/function-definition.ts';
import { isJsonObject, TemplateError, type Json, type JsonObject } from '../template/template.ts';
import type { DeployedResource, DeployedStacks } from '../template/deployed-stacks.ts';
import { matchesPattern } from './event-pattern.ts';
import { sendToTarget, type Targets } from './target.ts';

const service = 'events.amazonaws.com';

export interface Rule {
  readonly arn: string;
  readonly enabled: boolean;
  readonly pattern: JsonObject;
  readonly targets: readonly JsonObject[];
}

/** An event as PutEvents takes it. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
}

const unsupported = ['InputPath', 'InputTransformer'];

/** Reads the resource; throws `TemplateError` for what the emulator cannot run. */
export function readRule(resource: DeployedResource): Rule {
  const { EventPattern, ScheduleExpression, State, Targets: given } = resource.properties();
  if (ScheduleExpression !== undefined || !isJsonObject(EventPattern)) {
    throw new TemplateError(`${resource.logicalId}: only rules with an event pattern are emulated`);
  }
  const targets = (Array.isArray(given) ? (given as readonly Json[]) : []).filter(isJsonObject);
  const strange = targets.flatMap((target) => unsupported.filter((property) => property in target));
  if (strange.length > 0)
    throw new TemplateError(`${resource.logicalId}: ${strange[0]} of rule targets is not emulated`);
  return { arn: resource.arn, enabled: State !== 'DISABLED', pattern: EventPattern, targets };
}

/** Function ARNs that EventBridge may invoke, by AWS::Lambda::Permission. */
export function invocableByEvents(
  stacks: DeployedStacks,
  functions: readonly FunctionDefinition[],
): ReadonlySet<string> {
  const permissions = stacks.resources('AWS::Lambda::Permission').map((resource) => resource.properties());
  const names = permissions.filter(({ Principal }) => Principal === service).map(({ FunctionName }) => FunctionName);
  return new Set(
    functions.filter(({ name, arn }) => names.includes(name) || names.includes(arn)).map(({ arn }) => arn),
  );
}

/** Sends the event to every target of the rule if its pattern matches; returns why some targets did not get it. */
export function applyRule(
  rule: Rule,
  event: JsonObject,
  targets: Targets,
  invocable: ReadonlySet<string>,
): readonly string[] {
  if (!rule.enabled || !matchesPattern(rule.pattern, event)) return [];
  const principal = { arn: service, sourceArn: rule.arn };
  return rule.targets.flatMap((target) => {
    const arn = String(target.Arn);
    if (arn.includes(':lambda:') && !invocable.has(arn))
      return [`rule ${rule.arn}: no permission lets EventBridge invoke ${arn}`];
    const text = typeof target.Input === 'string' ? target.Input : JSON.stringify(event);
    const why = sendToTarget(targets, target, text, principal);
    return why === undefined ? [] : [`rule ${rule.arn}: ${why}`];
  });
}

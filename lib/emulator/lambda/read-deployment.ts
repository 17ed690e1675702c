// Everything of the stacks that runs here. One resource that cannot run is a problem, not a failure of the others.
import type { Queues } from '../sqs/queues.ts';
import { invocableByEvents, readRule, type Rule } from './events/rule.ts';
import { readSchedule, type Schedule } from './events/schedule.ts';
import { readFunction, type FunctionDefinition } from './function/function-definition.ts';
import { readRoles, type DeployedRole } from './iam/role-policies.ts';
import { trusts } from './iam/role-session.ts';
import { mappingObjection, readMapping, type MappingDefinition } from './mapping/mapping-definition.ts';
import type { DeployedResource, DeployedStacks } from './template/deployed-stacks.ts';
import { TemplateError } from './template/template.ts';

/** How a mapping of the template fares. */
export interface MappingStatus {
  readonly mapping: MappingDefinition;
  readonly state: 'Enabled' | 'Disabled' | 'Refused';
  /** Why it was refused. */
  readonly reason?: string;
}

export interface LambdaDeployment {
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly DeployedRole[];
  readonly mappings: readonly MappingStatus[];
  readonly schedules: readonly Schedule[];
  readonly rules: readonly Rule[];
  /** ARNs of functions that EventBridge may invoke. */
  readonly invocable: ReadonlySet<string>;
  readonly problems: readonly string[];
}

/** The function a name, ARN or logical id means. */
export const findFunction = (functions: readonly FunctionDefinition[], id: string) =>
  functions.find(({ name, arn, logicalId }) => [name, arn, logicalId].includes(id));

/** The role a name, ARN or logical id means. */
export const findRole = (roles: readonly DeployedRole[], id: string) =>
  roles.find(({ name, arn, logicalId }) => [name, arn, logicalId].includes(id));

function readAll<T>(
  resources: readonly DeployedResource[],
  problems: string[],
  read: (resource: DeployedResource) => T,
): T[] {
  return resources.flatMap((resource) => {
    try {
      return [read(resource)];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
}

function runnable(definition: FunctionDefinition, roles: readonly DeployedRole[]): FunctionDefinition {
  const role = findRole(roles, definition.roleArn);
  if (role && trusts(role, 'lambda.amazonaws.com')) return definition;
  throw new TemplateError(`${definition.logicalId}: The role defined for the function cannot be assumed by Lambda.`);
}

function statusOf(
  mapping: MappingDefinition,
  queues: Queues,
  functions: readonly FunctionDefinition[],
  roles: readonly DeployedRole[],
) {
  const target = findFunction(functions, mapping.functionName);
  const role = target && findRole(roles, target.roleArn);
  const reason = mappingObjection(mapping, { queue: queues.find(mapping.queueArn), target, role });
  if (reason !== undefined) return { mapping, state: 'Refused', reason } as const;
  return { mapping, state: mapping.enabled ? 'Enabled' : 'Disabled' } as const;
}

/** Reads the stacks; their queues must exist already, because mappings are judged against them. */
export function readDeployment(stacks: DeployedStacks, queues: Queues): LambdaDeployment {
  const problems: string[] = [];
  const roles = readRoles(stacks);
  for (const { name, unknownPolicies } of roles) {
    problems.push(
      ...unknownPolicies.map((arn) => `role ${name}: the managed policy ${arn} is not known and grants nothing`),
    );
  }
  const functions = readAll(stacks.resources('AWS::Lambda::Function'), problems, (resource) =>
    runnable(readFunction(resource), roles),
  );
  const mappings = readAll(stacks.resources('AWS::Lambda::EventSourceMapping'), problems, (resource) =>
    statusOf(readMapping(resource), queues, functions, roles),
  );
  problems.push(
    ...mappings.flatMap(({ mapping, reason }) => (reason === undefined ? [] : [`mapping ${mapping.id}: ${reason}`])),
  );
  const schedules = readAll(stacks.resources('AWS::Scheduler::Schedule'), problems, (resource) =>
    readSchedule(resource, roles),
  );
  const rules = readAll(stacks.resources('AWS::Events::Rule'), problems, readRule);
  return { functions, roles, mappings, schedules, rules, invocable: invocableByEvents(stacks, functions), problems };
}

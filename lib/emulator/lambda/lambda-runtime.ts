// The Lambda of local mode: functions, event source mappings, schedules and rules as a synthesized template wires them,
// running the very bundles that a deployment would upload.
import { applyRule, type BusEvent } from './events/rule.ts';
import { createEventSources } from './event-sources.ts';
import { createFunctionPools, sessionOfFunction } from './function-pools.ts';
import type { FunctionDefinition } from './function/function-definition.ts';
import type { InvocationOutcome } from './function/invocation.ts';
import type { DeployedRole } from './iam/role-policies.ts';
import { sessionOf, sessionSecret, type RoleSession } from './iam/role-session.ts';
import { createIdleWatch } from './idle-watch.ts';
import { provisionQueues } from './provision-queues.ts';
import { findRole, readDeployment, type MappingStatus } from './read-deployment.ts';
import type { RuntimeEvent } from './runtime-event.ts';
import type { LambdaRuntimeOptions } from './runtime-options.ts';
import { deployStacks } from './template/deployed-stacks.ts';
import { TemplateError, type JsonObject } from './template/template.ts';

export interface LambdaRuntime {
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly DeployedRole[];
  readonly mappings: readonly MappingStatus[];
  /** Resources of the template that cannot run here, and why. */
  readonly problems: readonly string[];
  /** Starts polling and ticking. */
  start(): void;
  /** Stops everything and ends all environments. */
  stop(): Promise<void>;
  /** Makes every function's access key known to the emulated AWS; again, after its callers were reset. */
  signIn(): void;
  /** Invokes by name, ARN or logical id and waits, as CloudFormation does with custom resources. */
  invoke(functionId: string, event: unknown): Promise<InvocationOutcome>;
  /** Offers an event to every rule. */
  putEvent(event: BusEvent): void;
  /** Credentials of a deployed role (by name, ARN or logical id), known to the emulated AWS: for pods and tests. */
  assumeRole(roleId: string, session: string): RoleSession;
  /** Execution environments started so far. */
  coldStarts(functionId: string): number;
  /** Resolves when no invocation runs and no batch is in work. Time is not moved: a batch that waits for it stays. */
  whenIdle(): Promise<void>;
}

/** An event as EventBridge hands it to rules. */
function toBusEvent(
  { source, detailType, detail, resources = [] }: BusEvent,
  options: LambdaRuntimeOptions,
): JsonObject {
  const time = new Date(options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const { accountId: account, region } = options;
  return {
    version: '0',
    id: options.random.uuid(),
    'detail-type': detailType,
    source,
    account,
    time,
    region,
    resources,
    detail,
  };
}

/** Reads the stacks, creates their queues and signs their functions in. Nothing runs before `start` or `invoke`. */
export function createLambdaRuntime(options: LambdaRuntimeOptions): LambdaRuntime {
  const { queues, callers } = options;
  const stacks = deployStacks(options.stacks, options);
  provisionQueues(stacks, queues);
  const deployment = readDeployment(stacks, queues);
  const idle = createIdleWatch(() => sources.isBusy() || pools.all.some((pool) => pool.running() > 0));
  const onEvent = (event: RuntimeEvent) => {
    options.onEvent?.(event);
    idle.changed();
  };
  const pools = createFunctionPools(deployment, options, onEvent);
  const sources = createEventSources(deployment, options, pools, onEvent);
  const signIn = () => {
    for (const role of deployment.roles) callers.setRole(role);
    for (const definition of deployment.functions) {
      const { accessKeyId, caller } = sessionOfFunction(deployment, definition);
      const name = options.callerName?.(definition) ?? caller.name;
      callers.set(accessKeyId, { ...caller, name }, sessionSecret);
    }
  };
  signIn();
  return {
    ...deployment,
    signIn,
    start: sources.start,
    stop: async () => {
      sources.stop();
      await Promise.all(pools.all.map((pool) => pool.stop()));
    },
    invoke: (functionId, event) => pools.get(functionId).invoke(event),
    putEvent: (event) => {
      const sent = toBusEvent(event, options);
      for (const rule of deployment.rules)
        applyRule(rule, sent, sources.targets, deployment.invocable).forEach(sources.onUndelivered);
    },
    assumeRole: (roleId, session) => {
      const role = findRole(deployment.roles, roleId);
      if (!role) throw new TemplateError(`Role not found: ${roleId}`);
      const assumed = sessionOf(role, session);
      callers.set(assumed.accessKeyId, assumed.caller, sessionSecret);
      return assumed;
    },
    coldStarts: (functionId) => pools.get(functionId).coldStarts(),
    whenIdle: idle.whenIdle,
  };
}

// The one HTTP endpoint of the emulated AWS. A call passes: route → well-formed → action → signature → weather → shape →
// IAM → the action itself → wire form → call log.
import type { CallLog } from '../call-log.ts';
import { ConnectionReset, type Faults } from '../faults.ts';
import { createRandom } from '../random.ts';
import type { WireHandler, WireRequest, WireResponse } from '../wire.ts';
import { claimedCaller, requireAuthentic } from './authenticate.ts';
import { AwsError } from './aws-error.ts';
import { constraintError } from './constraint-errors.ts';
import { authorizeCall } from './iam/authorize-call.ts';
import type { Caller, Callers } from './iam/callers.ts';
import { namedResource } from './named-resource.ts';
import { protocolOf } from './protocol/protocols.ts';
import { actionNamed, isRouted, routeRequest, type Route, type Unrouted } from './route-request.ts';
import { requireRegion } from './require-region.ts';
import { createActionRunner, type ActionRunner } from './run-action.ts';
import type { AwsService, Call } from './service.ts';
import { strikeCall } from './strike-call.ts';
import { createUnmodelled, type Unmodelled } from './unmodelled.ts';
import { refuseUnrouted } from './unrouted.ts';
import { findViolations } from './validate-input.ts';
import { weatherError } from './weather-error.ts';
import { refuseMalformed } from './well-formed.ts';
import type { World } from './world.ts';

export interface AwsEndpointOptions {
  readonly world: World;
  readonly services: readonly AwsService[];
  readonly callers: Callers;
  readonly callLog: CallLog;
  readonly faults: Faults;
}

export interface AwsEndpoint {
  readonly handle: WireHandler;
  /** Adds one more service, e.g. SQS. */
  register(service: AwsService): void;
  /** Calls of what the emulator does not know. */
  readonly unmodelled: Unmodelled;
}

/** One call on its way through the endpoint. */
interface Attempt extends Route {
  /** The request as it arrived, which is what was signed. */
  readonly original: WireRequest;
  readonly caller: Caller;
  readonly requestId: string;
  /** Filled in as they become known. */
  action: string;
  resource: string;
}

interface Parts extends AwsEndpointOptions {
  readonly unmodelled: Unmodelled;
  readonly runner: ActionRunner;
}

/** An endpoint for these services. `handle` rejects only with `ConnectionReset`. */
export function createAwsEndpoint(options: AwsEndpointOptions): AwsEndpoint {
  const { world, callers } = options;
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  // Apart from the account's own sequence, so that resource ids do not depend on how often somebody looked.
  const requestIds = createRandom(0x5eed);
  const unmodelled = createUnmodelled();
  const parts: Parts = { ...options, unmodelled, runner: createActionRunner(world, options.faults) };

  const handle: WireHandler = (request) => {
    const requestId = requestIds.uuid();
    const routed = routeRequest(request, services);
    if (!isRouted(routed)) return Promise.resolve(refuse(parts, request, routed, requestId));
    const caller = claimedCaller(routed, callers);
    return answer(parts, { ...routed, original: request, caller, requestId, action: '-', resource: '*' });
  };

  return {
    handle: dated(handle, world.clock),
    register: (service) => void services.set(service.signingName, service),
    unmodelled,
  };
}

/** A request for nobody. */
function refuse({ world, callLog, unmodelled }: Parts, request: WireRequest, unrouted: Unrouted, requestId: string) {
  const { serviceName: service, action } = unrouted;
  const { error, response } = refuseUnrouted(request, unrouted, requestId);
  if (error.code === 'UnknownService') unmodelled.count(service, action);
  const at = world.clock.now();
  callLog.add({ at, service, action, resource: '*', caller: '-', status: response.status, code: error.code });
  return response;
}

/** A call and its entry in the log. */
async function answer(parts: Parts, attempt: Attempt): Promise<WireResponse> {
  const { service, model, caller, requestId } = attempt;
  const at = parts.world.clock.now();
  const log = (status: number, code?: string) => {
    const { action, resource } = attempt;
    const called = { at, service: service.signingName, action, resource, caller: caller.name };
    parts.callLog.add({ ...called, status, ...(code !== undefined && { code }) });
  };
  try {
    const response = await perform(parts, attempt);
    log(response.status);
    return response;
  } catch (thrown) {
    if (thrown instanceof ConnectionReset) {
      log(0, 'ConnectionReset');
      throw thrown;
    }
    const error = thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', describe(thrown), 500);
    const worded = model === service.queryModel ? (service.queryWording?.(error) ?? error) : error;
    const response = protocolOf(model).encodeError(model, worded, requestId);
    log(response.status, error.code);
    return response;
  }
}

/** Answers say what time it is in this world: SDKs correct their own clock by it. */
const dated =
  (handle: WireHandler, clock: World['clock']): WireHandler =>
  async (request) => {
    const response = await handle(request);
    return { ...response, headers: { date: new Date(clock.now()).toUTCString(), ...response.headers } };
  };

const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

async function perform(parts: Parts, attempt: Attempt): Promise<WireResponse> {
  const { world, callers, faults, runner } = parts;
  const { service, model, request, requestId, original } = attempt;
  const protocol = protocolOf(model);
  refuseMalformed(original, model);
  attempt.action = actionOf(parts, attempt);
  requireRegion(attempt.signed, world.region);
  requireAuthentic(attempt, callers, world);
  const { operation, action } = findAction(parts, attempt);

  const fault = faults.strike(service.signingName, attempt.action);
  const call = callOf(world, attempt);
  await strikeCall(fault, model, call, world.clock);
  const input = protocol.decode(request, model, operation);
  const violations = operation.input ? findViolations(model, operation.input.shape, input) : [];
  if (violations.length > 0) throw constraintError(model, violations);
  authorize(attempt, input, call, world);

  const output = await runner.run({ service, action, input, call, isStale: fault?.kind === 'stale-read' });
  if (fault?.kind === 'lost-response') throw weatherError(model, 'lost-response');
  return protocol.encode(model, operation, output, requestId);
}

/** The action a request names; what is no action of the service is counted and refused. */
function actionOf({ unmodelled }: Parts, { service, model, request }: Attempt): string {
  try {
    return protocolOf(model).actionOf(request, model);
  } catch (error) {
    const isStrange = error instanceof AwsError && error.code !== 'MissingAction';
    if (isStrange) unmodelled.count(service.signingName, actionNamed(request));
    throw error;
  }
}

/** The model's operation and its function; what lacks either is answered as AWS answers an unknown action. */
function findAction({ unmodelled }: Parts, { service, model, action: name }: Attempt) {
  const operation = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined;
  const action = Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
  if (operation && action) return { operation, action };
  unmodelled.count(service.signingName, name);
  throw protocolOf(model).unknownAction(name, model);
}

function callOf(world: World, { request, service, action, caller, requestId }: Attempt): Call {
  const host = request.headers['host'] ?? `${service.signingName}.${world.region}.amazonaws.com`;
  const traceHeader = request.headers['x-amzn-trace-id'];
  return {
    service: service.signingName,
    action,
    caller,
    accountId: world.accountId,
    region: world.region,
    requestId,
    endpointUrl: `http://${host}`,
    ...(traceHeader !== undefined && { traceHeader }),
  };
}

function authorize(attempt: Attempt, input: Readonly<Record<string, unknown>>, call: Call, world: World): void {
  const { service, model } = attempt;
  const unscoped = { action: `${call.service}:${call.action}`, resource: '*' };
  const checks = service.authorization?.(call.action, input, call) ?? [unscoped];
  const judged = checks[0]?.resource ?? '*';
  attempt.resource = judged === '*' ? (namedResource(input) ?? '*') : judged;
  authorizeCall({
    model,
    service,
    call,
    checks,
    now: world.clock.now(),
    userAgent: attempt.request.headers['user-agent'],
  });
}
